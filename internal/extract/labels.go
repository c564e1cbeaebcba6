package extract

import (
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// A label is what the words of an element's class and id say of its part in
// the page.
type label uint8

const (
	plainLabel   label = iota
	bodyLabel          // the article's text
	asideLabel         // none of the article's
	smallLabel         // none of the article's where it is small
	consentLabel       // asks for consent
)

// stronger orders what the words of one element say.
var stronger = [...]int{plainLabel: 0, smallLabel: 1, asideLabel: 2, consentLabel: 3, bodyLabel: 4}

// labelWords are words of classes and ids.
var labelWords = func() map[string]label {
	out := map[string]label{}
	for l, words := range map[label][]string{
		asideLabel: {"related", "recommended", "recommendations", "recommendation", "recirc", "recirculation", "newsletter", "newsletters",
			"promo", "share", "sharing", "sharebar", "shares", "social", "socials", "comments", "comment", "commentlist", "disqus", "respond", "sidebar",
			"breadcrumb", "breadcrumbs", "ad", "ads", "advert", "adverts", "advertisement",
			"advertising", "adslot", "sponsored", "taboola", "outbrain", "teaser", "teasers", "excerpt", "excerpts", "popular", "trending", "mostread",
			"subscribe", "subscription", "signup", "tooltip", "modal", "popup", "lightbox", "nav", "navigation", "navbar", "menu",
			"footer", "pagination", "pager", "rating", "ratings", "poll", "toc", "popover", "rollover", "dropdown", "login", "toolbar", "ticker", "sr", "visually", "visuallyhidden",
			"screenreader", "noprint", "readmore", "upsell", "gating", "gate", "donate", "donation", "piano", "crosslinks", "authorbox", "bio", "biography"},
		consentLabel: {"cookie", "cookies", "consent", "onetrust", "gdpr", "cmp"},
		smallLabel: {"byline", "bylines", "author", "authors", "caption", "captions", "credit", "credits", "copyright", "tags", "tag", "keywords", "meta",
			"metadata", "date", "dateline", "timestamp", "published", "video", "player", "gallery", "carousel", "embed", "banner", "disclaimer", "more",
			"follow", "print", "tools", "widget", "info", "infobox", "factbox", "topics", "kicker", "overline", "topline", "figcaption", "photo", "image", "picture", "buttons", "button"},
	} {
		for _, w := range words {
			out[w] = l
		}
	}
	return out
}()

// labelStems are the first six letters of longer words.
var labelStems = map[string]label{"footer": asideLabel, "relate": asideLabel, "newsle": asideLabel, "recomm": asideLabel, "commen": asideLabel,
	"advert": asideLabel, "sponso": asideLabel, "breadc": asideLabel, "sideba": asideLabel, "cookie": consentLabel, "onetru": consentLabel}

// bodyNames are classes, ids and properties that mark the article's text.
var bodyNames = map[string]bool{
	"articlebody": true, "article-body": true, "article__body": true, "article_body": true, "story-body": true, "story__body": true, "storybody": true,
	"entry-content": true, "post-content": true, "article-content": true, "article__content": true, "post-body": true, "article-text": true, "articletext": true,
	"td-post-content": true, "story-content": true, "body-content": true, "article-body-content": true, "content__article-body": true, "post__content": true,
	"articlecontent": true, "article_content": true, "entry__content": true, "post_content": true, "story_body": true, "storycontent": true, "body-text": true,
}

// labelOf reads an element's class, id, itemprop and data-testid.
func labelOf(n *html.Node) label {
	if n.Type != html.ElementNode {
		return plainLabel
	}
	found := plainLabel
	for i := range n.Attr {
		switch n.Attr[i].Key {
		case "class", "id", "itemprop", "data-testid", "role":
		default:
			continue
		}
		switch l := labelIn(n.Attr[i].Val); {
		case l == bodyLabel:
			return l
		case l > bodyLabel && stronger[l] > stronger[found]:
			found = l
		}
	}
	switch n.DataAtom {
	case atom.Body, atom.Html, atom.Article, atom.Main, atom.Tr, atom.Td:
		return plainLabel
	}
	return found
}

// labelIn reads the words of an attribute, which spaces, hyphens, underscores
// and capitals part.
func labelIn(value string) label {
	found := plainLabel
	var word, name [24]byte // in lower case
	w, n := 0, 0
	settle := func() {
		if w > 0 && w < len(word) {
			l := labelWords[string(word[:w])]
			if l == plainLabel && w > 6 && string(word[:w]) != "commentary" {
				l = labelStems[string(word[:6])]
			}
			if l > bodyLabel && stronger[l] > stronger[found] {
				found = l
			}
		}
		w = 0
	}
	upper := false
	for i := 0; i <= len(value) && i < 600; i++ {
		c := byte(' ')
		if i < len(value) {
			c = value[i]
		}
		capital := c >= 'A' && c <= 'Z'
		if capital && !upper {
			settle()
		}
		upper = capital
		if capital {
			c += 'a' - 'A'
		}
		letter := c >= 'a' && c <= 'z'
		if letter {
			if w < len(word) {
				word[w] = c
				w++
			}
		} else {
			settle()
		}
		switch {
		case c == ' ' || c == '\n' || c == '\t':
			if n > 0 && n < len(name) && bodyNames[string(name[:n])] {
				return bodyLabel
			}
			n = 0
		case n < len(name):
			name[n] = c
			n++
		}
	}
	return found
}
