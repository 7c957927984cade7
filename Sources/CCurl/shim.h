// libcurl sets and reads options through variadic functions, which Swift cannot call: one
// wrapper for each type of argument, inlined, so that no C file has to be built.
#ifndef TUNGNGO_CCURL_SHIM_H
#define TUNGNGO_CCURL_SHIM_H

#include <curl/curl.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

/// Takes or gives bytes: buffer, 1, count, the pointer that the option for its data was set to.
typedef size_t (*ccurl_bytes_callback)(char *_Nonnull, size_t, size_t, void *_Nullable);

/// Says whether a request may go out: pointer, addresses and ports of both ends.
typedef int (*ccurl_request_callback)(
    void *_Nullable, char *_Nullable, char *_Nullable, int, int);

static inline CURLcode ccurl_set_long(CURL *_Nonnull easy, CURLoption option, long value) {
    return curl_easy_setopt(easy, option, value);
}

static inline CURLcode ccurl_set_offset(CURL *_Nonnull easy, CURLoption option, curl_off_t value) {
    return curl_easy_setopt(easy, option, value);
}

/// The string is copied.
static inline CURLcode ccurl_set_string(
    CURL *_Nonnull easy, CURLoption option, const char *_Nullable value) {
    return curl_easy_setopt(easy, option, value);
}

static inline CURLcode ccurl_set_pointer(
    CURL *_Nonnull easy, CURLoption option, void *_Nullable value) {
    return curl_easy_setopt(easy, option, value);
}

/// The list is not copied: it must live until the transfer has ended.
static inline CURLcode ccurl_set_list(
    CURL *_Nonnull easy, CURLoption option, struct curl_slist *_Nullable value) {
    return curl_easy_setopt(easy, option, value);
}

static inline CURLcode ccurl_set_bytes_callback(
    CURL *_Nonnull easy, CURLoption option, ccurl_bytes_callback _Nullable value) {
    return curl_easy_setopt(easy, option, value);
}

static inline CURLcode ccurl_set_request_callback(
    CURL *_Nonnull easy, ccurl_request_callback _Nullable value) {
    return curl_easy_setopt(easy, CURLOPT_PREREQFUNCTION, value);
}

/// The bytes are copied.
static inline CURLcode ccurl_set_body(
    CURL *_Nonnull easy, const void *_Nullable bytes, curl_off_t count) {
    CURLcode code = curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, count);
    if (code != CURLE_OK) return code;
    // A null pointer would mean a callback.
    return curl_easy_setopt(easy, CURLOPT_COPYPOSTFIELDS, bytes ? bytes : "");
}

static inline CURLcode ccurl_get_long(CURL *_Nonnull easy, CURLINFO info, long *_Nonnull value) {
    return curl_easy_getinfo(easy, info, value);
}

static inline CURLcode ccurl_get_offset(
    CURL *_Nonnull easy, CURLINFO info, curl_off_t *_Nonnull value) {
    return curl_easy_getinfo(easy, info, value);
}

static inline CURLMcode ccurl_multi_set_long(
    CURLM *_Nonnull multi, CURLMoption option, long value) {
    return curl_multi_setopt(multi, option, value);
}

/// Says which socket to watch for what: easy, socket, `CURL_POLL_…`, the pointer, that of the socket.
typedef int (*ccurl_socket_callback)(
    CURL *_Nonnull, curl_socket_t, int, void *_Nullable, void *_Nullable);

/// Says when to call again: multi, milliseconds or -1 for never, the pointer.
typedef int (*ccurl_timer_callback)(CURLM *_Nonnull, long, void *_Nullable);

/// Sets what libcurl calls when it wants to be called; the pointer must outlive the handle.
static inline CURLMcode ccurl_multi_set_callbacks(
    CURLM *_Nonnull multi, ccurl_socket_callback _Nonnull socket,
    ccurl_timer_callback _Nonnull timer, void *_Nonnull data) {
    curl_multi_setopt(multi, CURLMOPT_SOCKETFUNCTION, socket);
    curl_multi_setopt(multi, CURLMOPT_SOCKETDATA, data);
    curl_multi_setopt(multi, CURLMOPT_TIMERFUNCTION, timer);
    return curl_multi_setopt(multi, CURLMOPT_TIMERDATA, data);
}

/// Unions in a struct, which Swift sees under other names.
static inline struct epoll_event ccurl_epoll_event(uint32_t events, int socket) {
    struct epoll_event event = {.events = events, .data = {.fd = socket}};
    return event;
}
static inline int ccurl_epoll_socket(const struct epoll_event *_Nonnull event) {
    return event->data.fd;
}

/// The result of a finished transfer: a union member, which Swift does not see.
static inline CURLcode ccurl_message_result(const CURLMsg *_Nonnull message) {
    return message->data.result;
}

/// A macro with a cast, which Swift does not see.
static inline long ccurl_global_default(void) { return CURL_GLOBAL_DEFAULT; }

#endif
