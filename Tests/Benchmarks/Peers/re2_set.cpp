// RE2::Set over the same templates: one automaton over raw text, without any tolerance. It is the
// practical floor for a matcher that reads every byte.
//
// Usage: re2_set FOLDER, with templates.tsv and sentences.tsv as CommandsBenchmark writes them.
#include <re2/re2.h>
#include <re2/set.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <iostream>
#include <string>
#include <vector>

static std::string regular_expression(const std::string &text) {
    std::string out;
    for (size_t index = 0; index < text.size(); ++index) {
        char next = text[index];
        if (next == '[' || next == '(') {
            out += "(?:";
        } else if (next == ']') {
            out += ")?";
        } else if (next == '{') {
            index = text.find('}', index);
            out += ".+";
        } else if (next == ' ') {
            out += " *";
        } else {
            out += next;
        }
    }
    return out;
}

int main(int, char **arguments) {
    std::string folder = arguments[1], line;
    std::vector<std::string> intents, texts, expected;
    RE2::Options options;
    options.set_case_sensitive(false);
    options.set_max_mem(64 << 20);
    RE2::Set set(options, RE2::ANCHOR_BOTH);
    std::ifstream templates(folder + "/templates.tsv");
    while (std::getline(templates, line)) {
        size_t first = line.find('\t'), second = line.find('\t', first + 1);
        intents.push_back(line.substr(0, first));
        std::string error;
        auto pattern = regular_expression(line.substr(first + 1, second - first - 1));
        if (set.Add(pattern, &error) < 0) {
            std::cerr << pattern << ": " << error << "\n";
            return 1;
        }
    }
    if (!set.Compile()) return 1;
    std::ifstream sentences(folder + "/sentences.tsv");
    while (std::getline(sentences, line)) {
        size_t tab = line.find('\t');
        expected.push_back(line.substr(0, tab));
        texts.push_back(line.substr(tab + 1));
    }
    std::vector<int> found;
    int right = 0, wrong = 0;
    for (size_t index = 0; index < texts.size(); ++index) {
        found.clear();
        bool matched = set.Match(texts[index], &found);
        if (expected[index] == "-") {
            wrong += matched;
        } else {
            right += matched && intents[found[0]] == expected[index];
        }
    }
    double best = 1e9;
    for (int pass = 0; pass < 200; ++pass) {
        auto start = std::chrono::steady_clock::now();
        for (const auto &text : texts) {
            found.clear();
            set.Match(text, &found);
        }
        std::chrono::duration<double> time = std::chrono::steady_clock::now() - start;
        best = std::min(best, time.count());
    }
    std::cout << "RE2::Set\t" << right << "\t" << wrong << "\t"
              << static_cast<long>(texts.size() / best) << "\n";
}
