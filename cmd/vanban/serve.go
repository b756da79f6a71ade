package main

import (
	"cmp"
	"log"
	"net"
	"os"
	"strings"

	"vanban/corpus/web"
)

func serveCommand() *command {
	c := &command{
		name: "serve", args: "[--archive DIR] [--addr HOST:PORT] [--token TOKEN] [--dictionary FILE] [--index ADDRESS]",
		about: [2]string{
			"mở trang web để tìm, đọc và sửa; mặc định chỉ máy này vào được",
			"open the web page to search, read and correct; only this machine can reach it by default",
		},
		examples: []string{"vanban serve", "VANBAN_TOKEN=... vanban serve --addr 0.0.0.0:8080"},
		tidies:   true,
	}
	c.run = func(a *app, args []string) error {
		fs := a.flags(c)
		dir, address := a.archiveFlag(fs), a.indexFlag(fs)
		addr := fs.String("addr", "127.0.0.1:8080", a.tr("`địa chỉ` và cổng", "`address` and port"))
		token := fs.String("token", "", a.tr("`mã` người vào phải biết, bắt buộc khi máy khác vào được; nên đặt qua VANBAN_TOKEN",
			"`secret` that visitors must know, needed where other machines can reach the page; better set as VANBAN_TOKEN"))
		own := a.dictionaryFlag(fs)
		if err := a.parseNone(c, fs, args); err != nil {
			return err
		}
		secret := strings.TrimSpace(cmp.Or(*token, os.Getenv("VANBAN_TOKEN")))
		if _, _, err := net.SplitHostPort(*addr); err != nil {
			return usagef("--addr %s: %v", *addr, err)
		}
		if secret == "" && !web.Loopback(*addr) {
			return usagef(a.tr("máy khác vào được %s: cần --token hoặc VANBAN_TOKEN", "other machines can reach %s: --token or VANBAN_TOKEN is needed"), *addr)
		}
		p, err := a.archivePipeline(*dir, *own)
		if err != nil {
			return err
		}
		e, err := a.engine(*address)
		if err != nil {
			return err
		}
		return a.serve(web.Options{Archive: *dir, Index: e, Pipeline: p, Token: secret}, *addr)
	}
	return c
}

// serve answers until the program is interrupted.
func (a *app) serve(o web.Options, addr string) (err error) {
	o.Log = log.New(a.stderr, "vanban serve: ", log.LstdFlags)
	s, err := web.New(o)
	if err != nil {
		return err
	}
	defer func() {
		if e := s.Close(); err == nil {
			err = e
		}
	}()
	l, err := net.Listen("tcp", addr)
	if err != nil {
		return err
	}
	a.logf("đang mở http://%s/ (Ctrl+C để dừng)", "serving http://%s/ (Ctrl+C to stop)", l.Addr())
	if err := s.Serve(a.ctx, l); err != nil {
		return err
	}
	return a.ctx.Err()
}
