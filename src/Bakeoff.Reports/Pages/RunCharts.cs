using System.Globalization;
using Bakeoff.Reports.Charts;

namespace Bakeoff.Reports.Pages;

/// <summary>Makes the charts of a run, for the page and for files of their own.</summary>
public static class RunCharts
{
    /// <summary>Creates every chart for which the report has data, with the name of its file.</summary>
    /// <param name="report">The report.</param>
    /// <returns>Charts in a fixed order: corpus, training, judgement. File names are unique.</returns>
    public static IReadOnlyList<NamedChart> Create(RunReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return [.. Counts(report), .. Clips(report.Clips), .. Training(report.Training), .. Judgement(report)];
    }

    internal static IEnumerable<NamedChart> Counts(RunReport report)
    {
        if (report.LabelCounts.Count > 0)
        {
            yield return new NamedChart("label-counts.svg", LabelCountChart.Create("Clips per label", report.LabelCounts));
        }

        if (report.LabelCountsPerPartition.Count > 0)
        {
            yield return new NamedChart("label-counts-per-partition.svg", LabelCountChart.Create("Clips per partition and label", report.LabelCountsPerPartition));
        }

        if (report.LabelCountsPerSpeaker.Count > 0)
        {
            yield return new NamedChart("label-counts-per-speaker.svg", LabelCountChart.Create("Clips per speaker and label", report.LabelCountsPerSpeaker));
        }
    }

    internal static IEnumerable<NamedChart> Clips(IReadOnlyList<ClipPicture> clips)
    {
        // One scale for all, so that a loud or long clip looks loud or long beside the others.
        var seconds = clips.Where(clip => clip.Audio is not null).Select(clip => (double)clip.Audio!.Samples.Length / clip.Audio.SampleRateHz).DefaultIfEmpty(0).Max();
        var spectrograms = new CommonScale(clips.Select(clip => clip.Spectrogram));
        var logMels = new CommonScale(clips.Select(clip => clip.LogMel));
        var mfccs = new CommonScale(clips.Select(clip => clip.Mfcc));
        for (var i = 0; i < clips.Count; i++)
        {
            var clip = clips[i];
            var number = (i + 1).ToString("00", CultureInfo.InvariantCulture);
            var who = clip.Speaker is null ? clip.Label : $"{clip.Label} ({clip.Speaker})";
            if (clip.Audio is not null)
            {
                yield return new NamedChart($"waveform-{number}.svg", WaveformChart.Create($"Waveform, {who}", clip.Audio, seconds));
            }

            if (clip.Spectrogram is not null)
            {
                yield return new NamedChart($"spectrogram-{number}.svg", spectrograms.Chart($"Spectrogram, {who}", clip.Spectrogram));
            }

            if (clip.LogMel is not null)
            {
                yield return new NamedChart($"log-mel-{number}.svg", logMels.Chart($"Log-mel spectrogram, {who}", clip.LogMel));
            }

            if (clip.Mfcc is not null)
            {
                yield return new NamedChart($"mfcc-{number}.svg", mfccs.Chart($"MFCC, {who}", clip.Mfcc));
            }
        }
    }

    internal static IEnumerable<NamedChart> Training(IReadOnlyList<TrainingCurve> curves)
    {
        for (var i = 0; i < curves.Count; i++)
        {
            var suffix = curves.Count == 1 ? string.Empty : $"-{(i + 1).ToString(CultureInfo.InvariantCulture)}";
            yield return new NamedChart($"loss{suffix}.svg", TrainingCharts.Loss(curves[i]));
            yield return new NamedChart($"accuracy{suffix}.svg", TrainingCharts.Accuracy(curves[i]));
            yield return new NamedChart($"learning-rate{suffix}.svg", TrainingCharts.LearningRate(curves[i]));
        }
    }

    internal static IEnumerable<NamedChart> Judgement(RunReport report)
    {
        if (report.Confusion is not null)
        {
            yield return new NamedChart("confusion.svg", ConfusionMatrixChart.Create("Confusion matrix of the test side", report.Confusion));
        }

        double? chance = report.Confusion is { Labels.Count: > 1 } ? 1.0 / report.Confusion.Labels.Count : null;
        if (report.Classes.Count > 0)
        {
            var bars = report.Classes.Select(row => new FigureBar(row.Label, row.Recall, row.Clips)).ToList();
            yield return new NamedChart("recall-per-class.svg", IntervalBarChart.Create("Recall per class", "Recall", bars, areLabels: true, chance));
        }

        if (report.Speakers.Count > 0)
        {
            var bars = report.Speakers.Select(row => new FigureBar(row.Speaker, row.Uar, row.Clips)).ToList();
            yield return new NamedChart("uar-per-speaker.svg", IntervalBarChart.Create("Unweighted average recall per speaker", "UAR", bars, areLabels: false, chance));
        }

        if (report.Reliability.Count > 0)
        {
            yield return new NamedChart("reliability.svg", ReliabilityChart.Create("Reliability of the confidences", report.Reliability, report.CalibrationError));
        }
    }
}
