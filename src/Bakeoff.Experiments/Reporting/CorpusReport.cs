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
    /// <param name="audit">What indexing found.</param>
    /// <param name="clips">All clips.</param>
    /// <param name="summaries">Measures of all clips.</param>
    /// <param name="pictures">Pictures of chosen clips.</param>
    /// <param name="pitch">Pitch contours of the same clips.</param>
    public static ExploreReport Create(IndexReport audit, IReadOnlyList<Clip> clips, IReadOnlyList<ClipSummary> summaries, IReadOnlyList<ClipPicture> pictures, IReadOnlyList<PitchContour> pitch) => new()
    {
        Name = audit.Dataset,
        Summary = audit.IsSynthetic ? SyntheticNotice : null,
        Dataset = Facts(audit, clips),
        Defects = Defects(audit),
        LabelCounts = CorpusCounts.PerLabel(clips),
        LabelCountsPerSpeaker = CorpusCounts.PerSpeaker(clips),
        Durations = ByLabel(summaries).Select(g => new LabelValues(g.Key, g.Select(s => s.Clip.Seconds).ToList())).ToList(),
        Loudness = ByLabel(summaries).Select(g => new LabelValues(g.Key, g.Select(s => s.LevelDb).ToList())).ToList(),
        LoudnessTitle = "Level (dB relative to full scale)",
        Clips = pictures,
        Pitch = pitch,
        Spectra = ByLabel(summaries).Select(g => new SpectrumCurve(g.Key, ClipSummary.BandCentresHz(), MeanOf(g.ToList()))).ToList(),
        Maps = [Map(summaries)],
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

    private static ClipMap Map(IReadOnlyList<ClipSummary> summaries)
    {
        var (points, xShare, yShare) = PrincipalComponents.Project(summaries.Select(s => s.MeanLogMel).ToList());
        return new ClipMap(
            "Map of the clips (PCA)",
            string.Create(CultureInfo.InvariantCulture, $"First component ({100 * xShare:0} % of the variance)"),
            string.Create(CultureInfo.InvariantCulture, $"Second component ({100 * yShare:0} %)"),
            summaries.Select((s, i) => new ClipMapPoint(points[i].X, points[i].Y, s.Clip.Label, s.Clip.Speaker.Length > 0 ? s.Clip.Speaker : null, s.Clip.Path)).ToList(),
            "Principal components of each clip's mean log-mel spectrum. Clips that lie together sound alike on average; colours that lie apart by speaker rather than by emotion warn of a split that mixes speakers.");
    }

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
