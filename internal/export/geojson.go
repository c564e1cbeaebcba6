package export

import "encoding/json"

// A feature of GeoJSON (RFC 7946, section 3.2).
type feature struct {
	Type       string         `json:"type"`
	ID         string         `json:"id"`
	Geometry   geometry       `json:"geometry"`
	Properties map[string]any `json:"properties"`
}

// A geometry is a Point, or a MultiPoint of a fact with several places.
// Positions are longitude, then latitude, in degrees of WGS 84.
type geometry struct {
	Type        string `json:"type"`
	Coordinates any    `json:"coordinates"`
}

// writeGeoJSON writes a FeatureCollection of what has coordinates. What the
// export says of itself is a foreign member of it (section 6.1).
func writeGeoJSON(j *job) error {
	about, err := json.Marshal(j.meta)
	if err != nil {
		return err
	}
	if _, err := j.w.WriteString("{\"type\":\"FeatureCollection\",\n\"readout\":" + string(about) + ",\n\"features\":["); err != nil {
		return err
	}
	sep := "\n"
	for _, kind := range j.kinds(j.format) {
		columns := tableColumns(kind)
		err := j.rows(kind, func(r *row) bool { return len(r.places()) > 0 }, func(r *row) error {
			b, err := json.Marshal(featureOf(r, columns))
			if err != nil {
				return err
			}
			_, err = j.w.WriteString(sep + string(b))
			sep = ",\n"
			return err
		})
		if err != nil {
			return err
		}
	}
	_, err = j.w.WriteString("\n]}\n")
	return err
}

// featureOf is a row that has places.
func featureOf(r *row, columns []column) *feature {
	var at [][2]float64
	for _, p := range r.places() {
		at = append(at, [2]float64{*p.Lon, *p.Lat})
	}
	f := &feature{"Feature", r.ID, geometry{"Point", at[0]}, map[string]any{"noun": r.Kind}}
	if len(at) > 1 {
		f.Geometry = geometry{"MultiPoint", at}
	}
	for _, c := range columns {
		if c.name != "id" && c.name != "lat" && c.name != "lon" {
			f.Properties[c.name] = c.get(r)
		}
	}
	return f
}
