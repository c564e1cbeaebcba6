package worker

import "sync"

// A gate bounds how many bytes are under way.
type gate struct {
	mu   sync.Mutex
	less *sync.Cond
	held int
}

func newGate() *gate {
	g := &gate{}
	g.less = sync.NewCond(&g.mu)
	return g
}

// pass waits until so many bytes fit. What is larger than the bound passes
// alone.
func (g *gate) pass(n, bound int) {
	g.mu.Lock()
	defer g.mu.Unlock()
	for g.held > 0 && g.held+n > bound {
		g.less.Wait()
	}
	g.held += n
}

// more counts bytes that what passed has grown by; with a negative number it
// lets others pass.
func (g *gate) more(n int) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.held += n
	g.less.Broadcast()
}
