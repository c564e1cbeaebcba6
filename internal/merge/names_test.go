package merge

import (
	"strings"
	"testing"
)

// Spellings of one name are nearly the same, and names of two people are not.
func TestNearly(t *testing.T) {
	words := speller{}
	for pair, want := range map[string]bool{
		"Zelensky Zelenskyy": true, "Zelenskiy Zelensky": true, "Lavrov Lavroff": true, "Gaddafi Qaddafi": true, "Araghchi Araqchi": true, "Abadi Ibadi": true,
		"Assad Asad": true, "Hussein Husayn": true, "Hussain Hussein": true, "Mohammed Muhammad": true, "Muhammad Mohamed": true, "Ahmed Ahmad": true,
		"Sergei Sergey": true, "Dmitry Dmitri": true, "Yanukovych Yanukovich": true, "Medvedev Medwedew": true, "Soleimani Suleimani": true,
		"Nasrallah Nasralla": true, "Khamenei Khameini": true, "Haniyeh Haniya": true, "Volodymyr Vladimir": false, "Yusuf Yousuf": true, "Khalid Khaled": true,
		"Abdullah Abdallah": true, "Peskov Pescov": true, "Timoshenko Tymoshenko": true, "Kim Kym": true, "Aleksandr Alexander": true, "Alexei Aleksey": true, "Ivanov Ivanova": false,
		"Smith Smyth": true, "Johnson Jonson": true, "Marin Morin": false, "Biden Baden": false, "Brown Braun": false, "Macron Marron": false, "Ali Olu": false, "Sunak Senik": false, "Petrov Petrova": false, "Harris Hersi": false,
	} {
		a, b, _ := strings.Cut(pair, " ")
		if got := nearly(words.of(fold(a)), words.of(fold(b))); got != want {
			t.Errorf("nearly(%s) = %v, want %v", pair, got, want)
		}
	}
}

// The name shown is the one most readings give; of a person a full one.
func TestBestName(t *testing.T) {
	lead := map[string]int{"Tavria": 9, "Tavria's eastern province": 1, "Freya Lund": 2, "Lund": 5}
	if got := bestName([]string{"Tavria's eastern province", "Tavria"}, lead, 1); got != "Tavria" {
		t.Errorf("a state is called %q", got)
	}
	if got := bestName([]string{"Freya Lund", "Lund"}, lead, 2); got != "Freya Lund" {
		t.Errorf("a person is called %q", got)
	}
}
