package extract

import "readout/internal/record"

func fromHTML(page *record.Page, text string) (*draft, error) { return nil, ErrUnsupported }
