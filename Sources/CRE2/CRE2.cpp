#include "CRE2.h"

#include <re2/re2.h>
#include <re2/set.h>

#include <algorithm>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace {

RE2::Options translate(uint32_t options, int64_t max_memory) {
    RE2::Options result;
    result.set_log_errors(false);
    result.set_max_mem(max_memory);
    result.set_case_sensitive((options & CRE2_CASE_INSENSITIVE) == 0);
    result.set_literal((options & CRE2_LITERAL) != 0);
    result.set_dot_nl((options & CRE2_DOT_MATCHES_NEWLINE) != 0);
    result.set_longest_match((options & CRE2_LONGEST_MATCH) != 0);
    result.set_never_nl((options & CRE2_SINGLE_LINE) != 0);
    if ((options & CRE2_LATIN1) != 0) result.set_encoding(RE2::Options::EncodingLatin1);
    return result;
}

// RE2 honours its own `one_line` only in POSIX syntax; in Perl syntax the flag is spelled in the pattern.
std::string spelled(const char *pattern, size_t length, uint32_t options) {
    std::string result;
    if ((options & CRE2_MULTILINE) != 0 && (options & CRE2_LITERAL) == 0) result = "(?m)";
    if (length > 0) result.append(pattern, length);
    return result;
}

RE2::Anchor translate(int anchor) {
    switch (anchor) {
    case CRE2_ANCHOR_START: return RE2::ANCHOR_START;
    case CRE2_ANCHOR_BOTH: return RE2::ANCHOR_BOTH;
    default: return RE2::UNANCHORED;
    }
}

}  // namespace

struct cre2_regex {
    cre2_regex(const std::string &pattern, const RE2::Options &options) : regex(pattern, options) {}
    RE2 regex;
    std::vector<std::string> names;
    int captures = 0;
};

struct cre2_set {
    cre2_set(const RE2::Options &options, RE2::Anchor anchor, uint32_t bits) : set(options, anchor), bits(bits) {}
    RE2::Set set;
    uint32_t bits;
};

cre2_regex *cre2_new(const char *pattern, size_t length, uint32_t options, int64_t max_memory) {
    try {
        auto result = std::make_unique<cre2_regex>(spelled(pattern, length, options), translate(options, max_memory));
        if (result->regex.ok()) {
            result->captures = result->regex.NumberOfCapturingGroups();
            result->names.resize(static_cast<size_t>(result->captures) + 1);
            for (const auto &entry : result->regex.CapturingGroupNames()) {
                result->names[static_cast<size_t>(entry.first)] = entry.second;
            }
        }
        return result.release();
    } catch (...) {
        return nullptr;
    }
}

void cre2_delete(cre2_regex *regex) { delete regex; }

int cre2_error_code(const cre2_regex *regex) { return static_cast<int>(regex->regex.error_code()); }

const char *cre2_error_text(const cre2_regex *regex) { return regex->regex.error().c_str(); }

const char *cre2_error_argument(const cre2_regex *regex, size_t *length) {
    const std::string &argument = regex->regex.error_arg();
    *length = argument.size();
    return argument.data();
}

int cre2_capture_count(const cre2_regex *regex) { return regex->captures; }

const char *cre2_capture_name(const cre2_regex *regex, int index) {
    if (index < 1 || index > regex->captures) return nullptr;
    const std::string &name = regex->names[static_cast<size_t>(index)];
    return name.empty() ? nullptr : name.c_str();
}

int cre2_match(const cre2_regex *regex, const char *text, size_t length, size_t start, int anchor, cre2_range *ranges,
               int count) {
    if (start > length || count < 0) return -1;
    const char *base = text == nullptr ? "" : text;
    try {
        constexpr int inlineCount = 16;
        re2::StringPiece inlinePieces[inlineCount];
        std::vector<re2::StringPiece> heapPieces;
        re2::StringPiece *pieces = inlinePieces;
        if (count > inlineCount) {
            heapPieces.resize(static_cast<size_t>(count));
            pieces = heapPieces.data();
        }
        re2::StringPiece whole(base, length);
        if (!regex->regex.Match(whole, start, length, translate(anchor), pieces, count)) return 0;
        for (int index = 0; index < count; ++index) {
            if (pieces[index].data() == nullptr) {
                ranges[index] = {-1, -1};
            } else {
                int64_t begin = pieces[index].data() - base;
                ranges[index] = {begin, begin + static_cast<int64_t>(pieces[index].size())};
            }
        }
        return 1;
    } catch (...) {
        return -1;
    }
}

cre2_set *cre2_set_new(uint32_t options, int64_t max_memory, int anchor) {
    try {
        return new cre2_set(translate(options, max_memory), translate(anchor), options);
    } catch (...) {
        return nullptr;
    }
}

void cre2_set_delete(cre2_set *set) { delete set; }

int cre2_set_add(cre2_set *set, const char *pattern, size_t length) {
    try {
        return set->set.Add(spelled(pattern, length, set->bits), nullptr);
    } catch (...) {
        return -1;
    }
}

bool cre2_set_compile(cre2_set *set) {
    try {
        return set->set.Compile();
    } catch (...) {
        return false;
    }
}

int cre2_set_match(const cre2_set *set, const char *text, size_t length, int32_t *indices, int capacity) {
    try {
        std::vector<int> matched;
        RE2::Set::ErrorInfo error;
        re2::StringPiece whole(text == nullptr ? "" : text, length);
        if (!set->set.Match(whole, &matched, &error)) return error.kind == RE2::Set::kNoError ? 0 : -1;
        std::sort(matched.begin(), matched.end());
        int count = static_cast<int>(matched.size());
        for (int index = 0; index < std::min(count, capacity); ++index) indices[index] = matched[static_cast<size_t>(index)];
        return count;
    } catch (...) {
        return -1;
    }
}
