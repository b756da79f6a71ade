package web

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// browser returns the context of a page in a real Chromium, with scripts or without.
func browser(t *testing.T, scripts bool) context.Context {
	t.Helper()
	path, err := exec.LookPath("chromium")
	if err != nil {
		t.Skip("no chromium here: install the package of that name to test the pages in a browser")
	}
	// The browser is still writing there when it ends, so the folder is not one of testing's.
	profile, err := os.MkdirTemp("", "vanban-chromium-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(profile) })
	options := []chromedp.ExecAllocatorOption{chromedp.ExecPath(path), chromedp.NoFirstRun, chromedp.NoDefaultBrowserCheck, chromedp.UserDataDir(profile), chromedp.WindowSize(1280, 1000),
		chromedp.WSURLReadTimeout(2 * time.Minute)} // a busy machine starts it slowly
	for _, flag := range []string{"headless", "no-sandbox", "disable-gpu", "disable-background-networking", "disable-component-update", "disable-sync"} {
		options = append(options, chromedp.Flag(flag, true))
	}
	if !scripts {
		options = append(options, chromedp.Flag("blink-settings", "scriptEnabled=false"))
	}
	ctx, stop := chromedp.NewExecAllocator(t.Context(), options...)
	t.Cleanup(stop)
	ctx, stop = chromedp.NewContext(ctx)
	t.Cleanup(stop)
	ctx, stop = context.WithTimeout(ctx, 4*time.Minute)
	t.Cleanup(stop)
	return ctx
}

// shots is the folder for pictures of the pages, none if it is empty.
var shots = os.Getenv("VANBAN_SHOTS")

// picture stores a picture of the page, where a folder for it is named.
func picture(name string) chromedp.Action {
	return chromedp.ActionFunc(func(ctx context.Context) error {
		if shots == "" {
			return nil
		}
		var b []byte
		if err := chromedp.FullScreenshot(&b, 100).Do(ctx); err != nil {
			return err
		}
		return os.WriteFile(filepath.Join(shots, name+".png"), b, 0o644)
	})
}

// open opens the table of targets, which a script does where the address leads there.
func open(scripts bool) chromedp.Action {
	if scripts {
		return chromedp.WaitVisible("#targets[open]")
	}
	return chromedp.Click("#targets summary")
}

// TestChromium does what a reader does: search, narrow, open, correct a word, find it again, correct
// a fact.
func TestChromium(t *testing.T) {
	for name, scripts := range map[string]bool{"scripts": true, "no scripts": false} {
		t.Run(name, func(t *testing.T) {
			ctx := browser(t, scripts)
			s := newSite(t, "")
			var mark, chip, heading, url, saved, word string
			var raw, below float64
			run := func(what string, actions ...chromedp.Action) {
				t.Helper()
				if err := chromedp.Run(ctx, actions...); err != nil {
					t.Fatalf("%s: %v\n%s", what, err, s.log)
				}
			}
			run("search", chromedp.Navigate(s.url), chromedp.SendKeys("#q", "ty le do thi hoa\r"), chromedp.WaitVisible(".group mark"), chromedp.Text(".group mark", &mark), picture("search"))
			run("facet", chromedp.Click(".facets a"), chromedp.WaitVisible(".chip.on"), chromedp.Text(".chip.on", &chip))
			run("open", chromedp.Click(".jump"), chromedp.WaitVisible("#L8"), chromedp.Location(&url), chromedp.Text(".head h1", &heading), picture("document"))
			if mark != "tỷ lệ đô thị hóa" || !strings.Contains(chip, "KH") || heading != "12/KH-UBND" || !strings.HasSuffix(url, "#L8") {
				t.Errorf("mark %q, filter %q, heading %q, address %q", mark, chip, heading, url)
			}
			run("review", chromedp.Click(`#L11 a.ln`), chromedp.WaitVisible(".choice"), chromedp.Click(`//p[@class="choice"]//a[text()="Qvxzwk"]`, chromedp.BySearch), chromedp.WaitVisible("#after"))
			run("correct", chromedp.Clear("#after"), chromedp.SendKeys("#after", "Nghiêng"), chromedp.SendKeys("#who", "Lan"), picture("review"), chromedp.Submit(".correct"),
				chromedp.WaitVisible(".saved"), chromedp.Text(".saved", &saved), chromedp.Text("a.reviewed", &word))
			if !strings.Contains(saved, "Đã ghi") || word != "Nghiêng" {
				t.Errorf("%q, %q", saved, word)
			}
			s.found(t, "nghiêng")
			run("find again", chromedp.Navigate(s.url), chromedp.SendKeys("#q", "quy hoạch nghiêng\r"), chromedp.WaitVisible(".group mark"), chromedp.Text(".group mark", &mark))
			if mark != "quy hoạch Nghiêng" {
				t.Errorf("found %q", mark)
			}
			var level string
			run("fact", chromedp.Navigate(s.url+planURL+"#targets"), open(scripts), chromedp.Click("#target-T1 .edit"), chromedp.WaitVisible("#f-value"), chromedp.Clear("#f-value"),
				chromedp.SendKeys("#f-value", "ít nhất 96,5"), picture("fact"), chromedp.Submit(".correct"), chromedp.WaitVisible(".saved"), open(scripts),
				chromedp.Text("#target-T1 .reviewed", &level), picture("amended"))
			if level != "≥ 96,5%" {
				t.Errorf("the target is now %q", level)
			}
			if !scripts {
				return
			}
			run("phone", chromedp.EmulateViewport(390, 844), chromedp.Navigate(s.url+planURL), chromedp.WaitVisible("#L9"), picture("phone"),
				chromedp.Evaluate(`document.documentElement.scrollWidth`, &raw), chromedp.Evaluate(`document.querySelector("#L9 .raw").offsetTop - document.querySelector("#L9 .restored").offsetTop`, &below))
			if raw > 390 || below <= 0 {
				t.Errorf("on a phone the page is %v wide, the scan %v below its words", raw, below)
			}
			var focus string
			run("keys", chromedp.EmulateViewport(1280, 1000), chromedp.Navigate(s.url+"/?q=do+thi"), chromedp.WaitVisible(".jump"), chromedp.KeyEvent("j"), chromedp.Evaluate(`document.activeElement.className`, &focus))
			if focus != "jump" {
				t.Errorf("j leads to %q", focus)
			}
			run("slash", chromedp.KeyEvent("/"), chromedp.Evaluate(`document.activeElement.id`, &focus))
			if focus != "q" {
				t.Errorf("/ leads to %q", focus)
			}
			run("edit key", chromedp.Navigate(s.url+planURL+"#L9"), chromedp.WaitVisible("#L9"), chromedp.KeyEvent("e"), chromedp.WaitVisible(".choice"))
			run("timeline", chromedp.Navigate(s.url+planURL), chromedp.Click("#timeline circle.target"), chromedp.WaitVisible("#target-T1"))
		})
	}
}
