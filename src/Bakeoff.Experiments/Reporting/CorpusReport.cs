using System.Globalization;
using Bakeoff.Experiments.Datasets;
using Bakeoff.Experiments.Datasets.Indexing;
using Bakeoff.Reports.Charts;
using Bakeoff.Reports.Pages;

namespace Bakeoff.Experiments.Reporting;

/// <summary>Gathers what the page of a corpus shows.</summary>
internal static class CorpusReport
{
    private const string SyntheticNotice = "Synthetic: a source-filter voice made these recordings, no person. Figures on them say nothing about speech.";

    /// <summary>Gathers the report.</summary>
    public static ExploreReport Create(IndexReport audit, IReadOnlyList<Clip> clips, IReadOnlyList<ClipPicture> pictures) => new()
    {
        Name = audit.Dataset,
        Summary = audit.IsSynthetic ? SyntheticNotice : null,
        Dataset = Facts(audit, clips),
        Defects = Defects(audit),
        LabelCounts = CorpusCounts.PerLabel(clips),
        LabelCountsPerSpeaker = CorpusCounts.PerSpeaker(clips),
        Durations = clips.GroupBy(c => c.Label, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => new LabelValues(g.Key, g.Select(c => c.Seconds).ToList())).ToList(),
        Clips = pictures,
    };

    /// <summary>The corpus in names and numbers.</summary>
    public static IReadOnlyList<Fact> Facts(IndexReport audit, IReadOnlyList<Clip> clips)
    {
        var rates = clips.GroupBy(c => c.SampleRateHz).OrderByDescending(g => g.Count()).Select(g => string.Create(CultureInfo.InvariantCulture, $"{g.Key} Hz ({g.Count()})"));
        return
        [
            new("Corpus", audit.IsSynthetic ? $"{audit.Dataset} (synthetic)" : audit.Dataset),
            new("Clips", string.Create(CultureInfo.InvariantCulture, $"{audit.Clips} of {audit.Files} files")),
            new("Duration", string.Create(CultureInfo.InvariantCulture, $"{audit.Seconds / 60:0.0} minutes")),
            new("Speakers", string.Join(", ", audit.Speakers.Select(s => string.Create(CultureInfo.InvariantCulture, $"{s.Key} ({s.Value})")))),
            new("Texts", audit.Texts.ToString(CultureInfo.InvariantCulture)),
            new("Sample rates", string.Join(", ", rates)),
        ];
    }

    /// <summary>What the audit found, a sentence each.</summary>
    public static IReadOnlyList<string> Defects(IndexReport audit) => audit.Findings.Select(f => f.Path.Length == 0 ? f.Message : $"{f.Path}: {f.Message}").ToList();
}
