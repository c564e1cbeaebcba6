package worker

import "sync"

// InOrder runs do over the values of next on several goroutines and hands the
// results to emit in the order of the values. next and emit are each called
// from one goroutine at a time. At most four results a worker wait for a slow
// one, so that a long list does not fill memory.
func InOrder[T, R any](workers int, next func() (T, bool), do func(T) R, emit func(R)) {
	type task struct {
		value T
		out   chan R
	}
	tasks := make(chan task)
	queue := make(chan chan R, 4*workers)
	go func() {
		defer close(queue)
		defer close(tasks)
		for {
			v, ok := next()
			if !ok {
				return
			}
			t := task{v, make(chan R, 1)}
			queue <- t.out
			tasks <- t
		}
	}()
	var wg sync.WaitGroup
	for range workers {
		wg.Go(func() {
			for t := range tasks {
				t.out <- do(t.value)
			}
		})
	}
	for out := range queue {
		emit(<-out)
	}
	wg.Wait()
}

// Each hands out the values of a list, for InOrder.
func Each[T any](list []T) func() (T, bool) {
	i := 0
	return func() (v T, ok bool) {
		if i == len(list) {
			return v, false
		}
		i++
		return list[i-1], true
	}
}
