package main

import (
	"errors"
	"flag"
	"fmt"
	"os"

	"vanban/corpus"
	"vanban/corpus/index"
	"vanban/corpus/index/opensearch"
)

// indexFlag defines --index.
func (a *app) indexFlag(fs *flag.FlagSet) *string {
	return fs.String("index", "", a.tr(
		"chỉ mục đặt trên OpenSearch: `địa chỉ` https://host:9200/name?shards=1&replicas=1&ca=FILE; mật khẩu lấy từ VANBAN_INDEX_CREDENTIALS (tệp, dòng user:password)",
		"keep the index on OpenSearch: its `address` https://host:9200/name?shards=1&replicas=1&ca=FILE; the password comes from VANBAN_INDEX_CREDENTIALS (a file, user:password)"))
}

// engine returns the engine that --index names; nil is the embedded one.
func (a *app) engine(address string) (index.Engine, error) {
	if address == "" {
		return nil, nil
	}
	s, err := opensearch.Parse(address, os.Getenv)
	if err != nil {
		return nil, usagef("--index: %v", err)
	}
	return opensearch.New(s)
}

// on returns how an archive is opened whose index is where --index says.
func (a *app) on(address string) ([]corpus.Option, error) {
	e, err := a.engine(address)
	if e == nil || err != nil {
		return nil, err
	}
	return []corpus.Option{corpus.On(e)}, nil
}

// serverTrouble says in Vietnamese what is wrong with the server of the index and what to do.
func serverTrouble(e *index.ServerError) string {
	what := map[index.Trouble]string{
		index.Unreached:   "không kết nối được máy chủ chỉ mục: hãy xem lại địa chỉ, và máy chủ có đang chạy không",
		index.Busy:        "máy chủ chỉ mục quá bận: hãy thử lại sau",
		index.ReadOnly:    "chỉ mục đang ở chế độ chỉ đọc: hãy bỏ chế độ đó trên máy chủ rồi chạy lại",
		index.DiskFull:    "đĩa của máy chủ chỉ mục đã đầy: hãy dọn chỗ, bỏ index.blocks.read_only_allow_delete rồi chạy lại",
		index.Failed:      "máy chủ chỉ mục báo lỗi",
		index.Certificate: "chứng chỉ của máy chủ chỉ mục không đáng tin: hãy chỉ tệp CA bằng ?ca=FILE",
		index.Password:    "sai tên người dùng hoặc mật khẩu của máy chủ chỉ mục: hãy xem lại VANBAN_INDEX_CREDENTIALS",
		index.Forbidden:   "người dùng không có quyền làm việc này trên máy chủ chỉ mục",
		index.Version:     "máy chủ chỉ mục không đúng phiên bản: cần OpenSearch 2 hoặc 3",
	}[e.Trouble]
	if e.Err == nil {
		return e.Server + ": " + what
	}
	return fmt.Sprintf("%s: %s (%v)", e.Server, what, e.Err)
}

// serverCode returns the exit code of trouble with the server of the index.
func serverCode(err error) (code int, ok bool) {
	switch {
	case errors.Is(err, index.ErrRefused):
		return exitDamaged, true
	case errors.Is(err, index.ErrUnavailable):
		return exitLocked, true
	}
	return 0, false
}
