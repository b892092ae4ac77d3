using System.Text.Json;
using System.Text.RegularExpressions;
using Bakeoff.Corpora.Formats;
using Bakeoff.Options;
using Bakeoff.Pipeline.Fingerprints;

namespace Bakeoff.Corpora.Importing;

/// <summary>A corpus as a checkout of EmoBox describes it: lists of clips, folds, labels and speakers.</summary>
/// <remarks>
/// Source: github.com/emo-box/EmoBox, <c>data/CORPUS</c>. Keys of the label map are compared without regard to case, its name may be
/// label_map.json or label_dict.json, and lists named <c>fold1</c> in place of <c>fold_1</c> are older copies. Where a list is missing because a
/// copy leaves large files out, a note says so.
/// </remarks>
[OutsideFingerprint("imports descriptions; no stage reads it")]
public static class EmoBoxCorpus
{
    private const string Citation =
        "Z. Ma et al., EmoBox: multilingual multi-corpus speech emotion recognition toolkit and benchmark, Interspeech 2024; "
            + "and the corpus itself";

    private static readonly (string File, string Side)[] Lists = [("train", "train"), ("valid", "validation"), ("test", "test")];
    private static readonly Regex Transcript = new(
        "<id=(?<key>.*?),lang=.*?,spk=(?<speaker>.*?),emotion=.*?>",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture);

    // The name of a prompt of PAVOQUE, without the letter of an outtake: m0003a was spoken as m0003 was.
    private static readonly Regex Prompt = new("^pavoque-(?<text>.*[0-9])[a-z]*-[a-z]+$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture);

    private static readonly Regex Turn = new(
        "(?<session>Ses0[1-5]).*_(?<letter>[FM])[0-9]+$",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture);

    /// <summary>Names of the corpora in a checkout, in ordinal order.</summary>
    /// <param name="checkout">Folder of the checkout.</param>
    public static IReadOnlyList<string> Names(string checkout)
    {
        var data = Path.Combine(checkout, "data");
        return !Directory.Exists(data)
            ? []
            :
            [
                .. Directory
                    .GetDirectories(data)
                    .Where(static folder => Directory.Exists(Path.Combine(folder, "fold_1")))
                    .Select(static folder => Path.GetFileName(folder))
                    .Order(StringComparer.Ordinal),
            ];
    }

    /// <summary>Reads one corpus.</summary>
    /// <param name="checkout">Folder of the checkout.</param>
    /// <param name="name">EmoBox's name of the corpus, such as <c>cafe</c>.</param>
    /// <param name="recordings">Folder of the recordings, in which listed files are looked for; null to leave that to the index.</param>
    /// <exception cref="DatasetException">
    /// There is no such corpus, a list cannot be read, names a recording that is not there, or a fold has no clips to train or to test on.
    /// </exception>
    public static ImportedCorpus Read(string checkout, string name, string? recordings = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(checkout);
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (!Names(checkout).Contains(name, StringComparer.Ordinal))
        {
            throw new DatasetException(DatasetProblem.NotFound, new ErrorDetails($"corpus '{name}' is not in data/")
            {
                Where = checkout,
                Rule = Names(checkout) is { Count: > 0 } known
                    ? $"one of {string.Join(", ", known)}"
                    : "a checkout of github.com/emo-box/EmoBox",
            });
        }

        var folder = Path.Combine(checkout, "data", name);
        var foldCount = Enumerable.Range(1, int.MaxValue - 1).TakeWhile(k => Directory.Exists(Path.Combine(folder, $"fold_{k}"))).Count();
        string[] foldNames = [.. Enumerable.Range(1, foldCount).Select(static k => $"fold_{k}")];
        var rows = new Dictionary<string, EmoBoxRow>(StringComparer.Ordinal);
        var whole = ReadList(Path.Combine(folder, $"{name}.jsonl"), name, rows);
        var lists = foldNames
            .Select(fold => Lists.Select(list => ReadList(Path.Combine(folder, fold, $"{name}_{list.File}_{fold}.jsonl"), name, rows)).ToArray())
            .ToArray();
        var speakers = ReadSpeakers(Path.Combine(folder, "data.seg.wrd.stm"), name);

        var ambiguous = RemoveAmbiguous(rows);
        if (recordings is not null)
        {
            RequireRecordings(name, rows, recordings);
        }

        // A speaker for every clip says nothing of people.
        var isKnown = rows.Keys.Select(speakers.GetValueOrDefault).OfType<string>().Distinct(StringComparer.Ordinal).Count() < rows.Count;
        var clips = rows
            .Select(row => new ImportedClip(
                row.Value.Path,
                row.Value.Label,
                isKnown ? speakers.GetValueOrDefault(row.Key, "") : "",
                [.. lists.Select(fold => SideOf(row.Key, fold))])
            {
                Text = Prompt.Match(row.Key).Groups["text"].Value,
                Stretch = row.Value.Stretch,
            })
            .OrderBy(static clip => clip.Path, StringComparer.Ordinal)
            .ThenBy(static clip => clip.Stretch?.StartSeconds)
            .ToList();
        var corpus = new ImportedCorpus
        {
            Name = name,
            Title = $"{name} as EmoBox lists it",
            Citation = Citation,
            Clips = clips,
            Labels = LabelsOf(folder, clips),
            FoldNames = foldNames,
            Notes = [.. NotesOf(name, whole, lists, isKnown && speakers.Count > 0), .. ambiguous],
        };
        RequireTwoSides(checkout, corpus);
        return corpus;
    }

    // A copy without the train list: what the fold neither tests nor validates is for training, as EmoBox makes its folds.
    private static string SideOf(string key, HashSet<string>?[] fold)
    {
        for (var i = Lists.Length - 1; i >= 0; i--)
        {
            if (fold[i]?.Contains(key) == true)
            {
                return Lists[i].Side;
            }
        }

        return fold[0] is null ? Lists[0].Side : "";
    }

    // Nobody knows which label of one recording is right; listed twice under one label, it is one clip.
    private static IReadOnlyList<string> RemoveAmbiguous(Dictionary<string, EmoBoxRow> rows)
    {
        var (recordings, removed) = (0, 0);
        foreach (var alike in rows.GroupBy(static row => (row.Value.Path, row.Value.Stretch)).Where(static group => group.Skip(1).Any()).ToList())
        {
            var isOne = alike.Select(static row => row.Value.Label).Distinct(StringComparer.Ordinal).Count() == 1;
            (recordings, removed) = isOne ? (recordings, removed) : (recordings + 1, removed + alike.Count());
            foreach (var row in isOne ? alike.Skip(1) : alike)
            {
                rows.Remove(row.Key);
            }
        }

        return removed == 0
            ? []
            : [$"{Quantity.Of(recordings, "recording")} listed under several labels, in {Quantity.Of(removed, "row")}, left out."];
    }

    private static void RequireRecordings(string name, Dictionary<string, EmoBoxRow> rows, string recordings)
    {
        if (!Directory.Exists(recordings))
        {
            throw new DatasetException(DatasetProblem.NotFound, new ErrorDetails("there is no such folder")
            {
                Where = recordings,
                Rule = $"the recordings of {name}",
                NextStep = "Name their folder by --recordings.",
            });
        }

        var files = new StatedFiles(CorpusFolder.Open(name, recordings), "", "");
        var absent = rows.Values.Where(row => files.Find(row.Path, row.Origin) is null).ToList();
        if (absent.Count > 0)
        {
            throw new DatasetException(DatasetProblem.NotFound, new ErrorDetails($"lists {absent[0].Path}")
            {
                Where = absent[0].Origin,
                Rule = $"a recording in {recordings}, which lacks {absent.Count} of the {rows.Count} that the lists name",
                NextStep = absent.Count == rows.Count
                    ? "Name the folder of the recordings by --recordings."
                    : "Copy the recordings again; folds without some of their clips are others.",
            });
        }
    }

    private static HashSet<string>? ReadList(string file, string corpus, Dictionary<string, EmoBoxRow> rows)
    {
        if (!File.Exists(file))
        {
            return null;
        }

        var keys = new HashSet<string>(StringComparer.Ordinal);
        var prefix = $"downloads/{corpus}/";
        var number = 0;
        foreach (var line in File.ReadLines(file))
        {
            number++;
            var origin = FormattableString.Invariant($"{file}({number})");
            if (line.Length == 0)
            {
                continue;
            }

            try
            {
                using var json = JsonDocument.Parse(line);
                var row = json.RootElement;
                var (key, path) = (row.GetProperty("key").GetString()!, row.GetProperty("wav").GetString()!);
                keys.Add(key);
                rows[key] = new EmoBoxRow(
                    path.StartsWith(prefix, StringComparison.Ordinal) ? path[prefix.Length..] : path,
                    row.GetProperty("emo").GetString()!,
                    origin,
                    row.TryGetProperty("start_time", out var start)
                        ? new ClipStretch(start.GetDouble(), row.GetProperty("end_time").GetDouble(), null)
                        : null);
            }
            catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
            {
                throw new DatasetException(
                    DatasetProblem.Table,
                    new ErrorDetails("line is no clip of EmoBox")
                    {
                        Where = origin,
                        Rule = "a JSON object with key, wav and emo, and with end_time where it has start_time",
                    },
                    exception);
            }
        }

        return keys;
    }

    private static Dictionary<string, string> ReadSpeakers(string file, string corpus)
    {
        var speakers = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var match in File.Exists(file) ? File.ReadLines(file).Select(static line => Transcript.Match(line)) : [])
        {
            // Some speakers have the folder of the recordings in front of them.
            var key = match.Groups["key"].Value;
            var speaker = match.Groups["speaker"].Value.Split('/')[^1];

            // The beginning of a name of IEMOCAP names who wears the markers; who speaks is the letter before the turn's number.
            speakers[key] = corpus == "iemocap" && Turn.Match(key) is { Success: true } turn
                ? turn.Groups["session"].Value + turn.Groups["letter"].Value
                : speaker;
        }

        return speakers;
    }

    private static SortedDictionary<string, string> LabelsOf(string folder, IEnumerable<ImportedClip> clips)
    {
        var file = new[] { "label_map.json", "label_dict.json" }.Select(name => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
        var map = file is null
            ? []
            : JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllText(file))!;
        var folded = map
            .GroupBy(static pair => StrictText.Fold(pair.Key), StringComparer.Ordinal)
            .ToDictionary(static group => group.Key, static group => group.First().Value, StringComparer.Ordinal);
        var labels = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var code in clips.Select(static clip => clip.Label).Distinct(StringComparer.Ordinal))
        {
            labels[code] = folded.GetValueOrDefault(StrictText.Fold(code), code).Trim().ToLowerInvariant();
        }

        return labels;
    }

    private static void RequireTwoSides(string checkout, ImportedCorpus corpus)
    {
        foreach (var fold in corpus.Folds.Where(static fold => fold.TrainClips == 0 || fold.TestClips == 0))
        {
            throw new DatasetException(
                DatasetProblem.NotFound,
                new ErrorDetails(
                    $"{fold.Name} of {corpus.Name} has no clips to {(fold.TrainClips == 0 ? "train" : "test")} on")
                {
                    Where = checkout,
                    Rule = "its lists complete",
                    NextStep = "Copies that leave large files out lack some lists; clone the repository with git.",
                });
        }
    }

    private static IEnumerable<string> NotesOf(string name, HashSet<string>? whole, HashSet<string>?[][] lists, bool knowsSpeakers)
    {
        if (whole is null || Array.Exists(lists, static fold => fold[0] is null))
        {
            yield return "Lists are missing in this copy; what a fold neither tests nor validates on is taken for training.";
        }

        if (!knowsSpeakers)
        {
            yield return "EmoBox does not say who speaks, so that nobody can tell whether speakers are on both sides.";
        }

        if (name == "iemocap")
        {
            yield return "Speakers are those of the turns; EmoBox's own are those who wear the markers, the other person in half of the clips.";
        }
    }
}

/// <summary>A line of EmoBox's lists.</summary>
/// <param name="Path">Path of the recording below the folder of the recordings.</param>
/// <param name="Label">Label as it stands there.</param>
/// <param name="Origin">List and line.</param>
/// <param name="Stretch">Part of the recording; null for the whole.</param>
internal sealed record EmoBoxRow(string Path, string Label, string Origin, ClipStretch? Stretch);
