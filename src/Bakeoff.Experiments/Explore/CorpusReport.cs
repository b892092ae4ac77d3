using System.Globalization;
using Bakeoff.Corpora;
using Bakeoff.Corpora.Indexing;
using Bakeoff.Evaluation.Splits;
using Bakeoff.Experiments.Stages;
using Bakeoff.Options;
using Bakeoff.Pipeline.Store;
using Bakeoff.Reports.Charts;
using Bakeoff.Reports.Pages;

namespace Bakeoff.Experiments.Explore;

/// <summary>Gathers what the page of a corpus shows.</summary>
internal static class CorpusReport
{
    private const int MostDefects = 200;
    private const int MostSpeakers = 100;

    private const string SyntheticNotice =
        "Synthetic: a source-filter voice made these recordings, no person. Figures on them say nothing about speech.";

    /// <summary>Gathers the report.</summary>
    /// <param name="audit">What indexing found.</param>
    /// <param name="clips">All clips.</param>
    /// <param name="summaries">Measures of the clips, or of some of many.</param>
    /// <param name="chosen">Clips to draw.</param>
    /// <param name="folds">How the experiment divides the clips; empty when it cannot.</param>
    public static ExploreReport Create(
        IndexReport audit,
        IReadOnlyList<Clip> clips,
        IReadOnlyList<ClipSummary> summaries,
        IReadOnlyList<ChosenClip> chosen,
        IReadOnlyList<SplitFold> folds) =>
        new()
        {
            Name = audit.Dataset,
            Summary = audit.IsSynthetic ? SyntheticNotice : null,
            Dataset = Facts(audit, clips),
            Defects = Defects(audit),
            LabelCounts = CorpusCounts.PerLabel(clips),
            LabelCountsPerSpeaker = CorpusCounts.PerSpeaker(clips),
            LabelCountsPerPartition = folds.Count == 0 ? [] : CorpusCounts.PerPartition(clips, folds),
            Columns = CorpusColumns.Pictures(clips),
            Measured = summaries.Count < clips.Count
                ? string.Create(
                    CultureInfo.InvariantCulture,
                    $"Level, spectra and maps are of {summaries.Count:N0} of the {Quantity.Of(clips.Count, "clip")}, evenly chosen.")
                : null,
            Durations = [
                .. clips
                    .GroupBy(static clip => clip.Label, StringComparer.Ordinal)
                    .OrderBy(static group => group.Key, StringComparer.Ordinal)
                    .Select(static group => new LabelValues(group.Key, [.. group.Select(static clip => clip.Seconds)])),
            ],
            Loudness = ByLabel(summaries).Select(g => new LabelValues(g.Key, g.Select(s => s.LevelDb).ToList())).ToList(),
            LoudnessTitle = "Level (dB relative to full scale)",
            Clips = [.. chosen.Select(clip => clip.Picture)],
            Pitch = [.. chosen.Select(clip => clip.Pitch)],
            Spectra = ByLabel(summaries).Select(g => new SpectrumCurve(g.Key, ClipSummary.BandCentresHz(), MeanOf(g.ToList()))).ToList(),
        };

    private static IEnumerable<IGrouping<string, ClipSummary>> ByLabel(IReadOnlyList<ClipSummary> summaries) =>
        summaries.GroupBy(s => s.Clip.Label, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal);

    private static List<double> MeanOf(IReadOnlyList<ClipSummary> clips)
    {
        var sums = new double[ClipSummary.BandCount];
        foreach (var clip in clips)
        {
            for (var band = 0; band < sums.Length; band++)
            {
                sums[band] += clip.MeanLogMel[band];
            }
        }

        return sums.Select(sum => sum / clips.Count).ToList();
    }

    /// <summary>Title, licence and citation of the corpus, and digests of its recordings and index.</summary>
    /// <param name="dataset">Title, licence and citation.</param>
    /// <param name="results">Results by stage, as far as they are there.</param>
    public static IReadOnlyList<Fact> Identity(CorpusIdentity dataset, IReadOnlyDictionary<string, StoreEntry> results)
    {
        var facts = new List<Fact> { new("Title", dataset.Title), new("Licence", dataset.Licence), new("Citation", dataset.Citation) };
        if (results.TryGetValue(StageNames.Download, out var download))
        {
            facts.Add(new Fact("Recordings, SHA-256", download.Record.ComputeOutputDigest()));
        }

        if (results.TryGetValue(StageNames.Index, out var index))
        {
            facts.Add(new Fact("Index, SHA-256", index.Record.ComputeOutputDigest()));
        }

        return facts;
    }

    /// <summary>The corpus in names and numbers.</summary>
    public static IReadOnlyList<Fact> Facts(IndexReport audit, IReadOnlyList<Clip> clips)
    {
        var rates = clips
            .GroupBy(c => c.SampleRateHz)
            .OrderByDescending(g => g.Count())
            .Select(g => string.Create(CultureInfo.InvariantCulture, $"{g.Key:N0} Hz ({g.Count():N0})"));
        var clipsOfFiles = audit.HasStretches ? "stretches of" : "of";
        return
        [
            new("Corpus", audit.IsSynthetic ? $"{audit.Dataset} (synthetic)" : audit.Dataset),
            new("Clips", string.Create(CultureInfo.InvariantCulture, $"{audit.Clips:N0} {clipsOfFiles} {audit.Files:N0} files")),
            new("Duration", string.Create(CultureInfo.InvariantCulture, $"{audit.Seconds / 60:0.0} minutes")),
            new(
                "Speakers",
                audit.Speakers.Count == 0
                    ? "unknown"
                    : Names(audit.Speakers)),
            new("Texts", audit.Texts == 0 ? "unknown" : audit.Texts.ToString("N0", CultureInfo.InvariantCulture)),
            new("Sample rates", string.Join(", ", rates)),
            .. CorpusColumns.Facts(clips),
        ];
    }

    /// <summary>Findings of the audit, a sentence each; of many, the first and how many there are.</summary>
    public static IReadOnlyList<string> Defects(IndexReport audit) =>
    [
        .. audit.Findings.Take(MostDefects).Select(f => f.Path.Length == 0 ? f.Message : $"{f.Path}: {f.Message}"),
        .. audit.Findings.Count > MostDefects
            ? [string.Create(CultureInfo.InvariantCulture, $"And {audit.Findings.Count - MostDefects:N0} more; {IndexFiles.ReportFile} has all.")]
            : Array.Empty<string>(),
    ];

    private static string Names(IReadOnlyDictionary<string, int> speakers)
    {
        var names = speakers.Take(MostSpeakers).Select(s => string.Create(CultureInfo.InvariantCulture, $"{s.Key} ({s.Value:N0})"));
        var all = string.Join(", ", names);
        return speakers.Count <= MostSpeakers ? all : string.Create(CultureInfo.InvariantCulture, $"{speakers.Count:N0}, such as {all}");
    }
}
