using System.Globalization;
using Bakeoff.Reports.Charts;

namespace Bakeoff.Reports.Pages;

/// <summary>Makes the charts of a corpus that the run page and the corpus page share.</summary>
internal static class CorpusCharts
{
    /// <summary>Label counts: in all, per partition, per speaker; those without rows are left out.</summary>
    public static IEnumerable<NamedChart> Counts(
        IReadOnlyList<LabelCount> all,
        IReadOnlyList<LabelCount> perPartition,
        IReadOnlyList<LabelCount> perSpeaker)
    {
        if (all.Count > 0)
        {
            yield return new NamedChart("label-counts.svg", LabelCountChart.Create("Clips per label", all));
        }

        if (perPartition.Count > 0)
        {
            yield return new NamedChart(
                "label-counts-per-partition.svg",
                LabelCountChart.Create("Clips per partition and label", perPartition));
        }

        if (perSpeaker.Count > 0)
        {
            yield return new NamedChart("label-counts-per-speaker.svg", LabelCountChart.Create("Clips per speaker and label", perSpeaker));
        }
    }

    /// <summary>Pictures of single clips, one kind after the other, each kind on one scale, so that
    /// loud or long looks loud or long beside the others.</summary>
    public static IEnumerable<(string Kind, IReadOnlyList<NamedChart> Charts)> Clips(IReadOnlyList<ClipPicture> clips)
    {
        var isRepeated = clips.Select(Speaking).Distinct(StringComparer.Ordinal).Count() < clips.Count;
        string Who(ClipPicture clip) => isRepeated && Name(clip) is { } name ? $"{Speaking(clip)}, {name}" : Speaking(clip);
        var seconds = CommonDuration.Of(
            clips.Where(clip => clip.Audio is not null).Select(clip => (double)clip.Audio!.Samples.Length / clip.Audio.SampleRateHz));
        var peak = clips.Where(clip => clip.Audio is not null).Select(clip => Peak(clip.Audio!.Samples.Span)).DefaultIfEmpty(0).Max();
        yield return (
            "Waveforms",
            Named("waveform", clips, clip =>
                clip.Audio is null ? null : WaveformChart.Create($"Waveform, {Who(clip)}", clip.Audio, seconds, peak)));
        yield return ("Spectrograms", Maps("spectrogram", "Spectrogram", clips, Who, clip => clip.Spectrogram));
        yield return ("Log-mel spectrograms", Maps("log-mel", "Log-mel", clips, Who, clip => clip.LogMel));
        yield return ("Mel-frequency cepstral coefficients", Maps("mfcc", "MFCC", clips, Who, clip => clip.Mfcc));
    }

    private static double Peak(ReadOnlySpan<float> samples)
    {
        var peak = 0f;
        foreach (var sample in samples)
        {
            peak = float.IsFinite(sample) ? Math.Max(peak, Math.Abs(sample)) : peak;
        }

        return peak;
    }

    private static List<NamedChart> Maps(
        string fileName,
        string title,
        IReadOnlyList<ClipPicture> clips,
        Func<ClipPicture, string> who,
        Func<ClipPicture, TimeFrequencyMap?> map)
    {
        var scale = new CommonScale([.. clips.Select(map).OfType<TimeFrequencyMap>()]);
        return Named(fileName, clips, clip => map(clip) is { } values ? scale.Chart($"{title}, {who(clip)}", values) : null);
    }

    private static List<NamedChart> Named(string fileName, IReadOnlyList<ClipPicture> clips, Func<ClipPicture, Chart?> create) =>
        clips.Select(create)
            .Zip(Endings(clips), (chart, ending) => (Chart: chart, Ending: ending))
            .Where(entry => entry.Chart is not null)
            .Select(entry => new NamedChart($"{fileName}-{entry.Ending}.svg", entry.Chart!))
            .ToList();

    /// <summary>Endings of the files of the clips: their labels, with a number where a label returns.</summary>
    private static List<string> Endings(IReadOnlyList<ClipPicture> clips)
    {
        var endings = new List<string>();
        foreach (var clip in clips)
        {
            var plain = string.Concat(clip.Label.ToLowerInvariant().Select(static c => char.IsAsciiLetterOrDigit(c) ? c : '-')).Trim('-');
            var label = plain.Length == 0 ? "clip" : plain;
            var ending = label;
            for (var number = 2; endings.Contains(ending, StringComparer.Ordinal); number++)
            {
                ending = string.Create(CultureInfo.InvariantCulture, $"{label}-{number}");
            }

            endings.Add(ending);
        }

        return endings;
    }

    private static string Speaking(ClipPicture clip) => clip.Speaker is null ? clip.Label : $"{clip.Label} ({clip.Speaker})";

    private static string? Name(ClipPicture clip) => clip.Audio?.Name ?? clip.Spectrogram?.Name ?? clip.LogMel?.Name ?? clip.Mfcc?.Name;
}
