using Bakeoff.Reports.Charts;
using Bakeoff.Reports.Pages;

namespace Bakeoff.Reports.Tests.Samples;

/// <summary>Pages by name: good ones and those that must stand all the same.</summary>
internal static class SamplePages
{
    public static string Render(string name) => name switch
    {
        "run" => RunReportPage.Render(SampleRun.Create()),
        "explore" => ExploreReportPage.Render(SampleExplore.Create()),
        "comparison" => ComparisonReportPage.Render(SampleComparison.Create()),
        "run-hostile" => RunReportPage.Render(Hostile()),
        "run-failed" => RunReportPage.Render(Failed()),
        "run-hundred" => RunReportPage.Render(Hundred()),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "There is no such sample page."),
    };

    public static RunReport Failed() =>
        SampleRun.Create() with
        {
            Figures = [],
            Confusion = null,
            Classes = [],
            Speakers = [],
            Reliability = [],
            CalibrationError = null,
            WrongClips = [],
            WrongClipCount = null,
            Training = [SampleRun.Curve("training", 1, null)],
            Failure = new RunFailure(
                "train",
                "lstm_1: the loss is NaN at epoch 2, step 17, expected a finite number. Lower training.learning_rate (0.5)."),
            Stages =
            [
                new StageRow("featurize", StageOutcome.Done, 24.3, new string('b', 64)),
                new StageRow("train", StageOutcome.Failed),
                new StageRow("evaluate", StageOutcome.NotRun),
            ],
        };

    public static RunReport Hostile()
    {
        var names = HostileText.All;
        var all = string.Join(" ", names);
        return new RunReport
        {
            Name = all,
            Question = all,
            ConfigurationYaml = string.Join("\n", names),
            Protocol = names,
            Reproduce = names,
            Failure = new RunFailure(all, all),
            Leaks = [.. names.Select((name, i) => new LeakNote(name, name, i % 2 == 0, i % 3 == 0, name, i % 5 == 0 ? name : null))],
            Figures =
            [
                .. names.Select(
                    (name, i) =>
                        new HeadlineFigure(name, name, new Estimate(i % 2 == 0 ? double.NaN : 0.5, double.NaN, 1), i % 2 == 1, name)),
            ],
            Training = [SampleRun.Curve(HostileText.Script, 3, 2), SampleRun.Curve(HostileText.EightyWide, 0, null)],
            Confusion = new ConfusionCounts(names, SampleRun.Confusion(names.Length)),
            Classes =
            [
                .. names.Select(
                    (name, i) => new ClassRow(name, new Estimate(i % 2 == 0 ? double.NaN : 0.4, 0.1, 0.9), double.NaN, double.NaN, i)),
            ],
            Speakers = [.. names.Select(name => new SpeakerRow(name, new Estimate(0.4), double.NaN, 3))],
            Reliability = [new ReliabilityBin(0, 1, 3, double.NaN, double.NaN)],
            WrongClips =
            [
                .. names.Select(name => new WrongClip(name, name, name, double.NaN, name, name, new ClipSource(name, default, name))
                {
                    Reason = new ClipReason([name]),
                }),
                new WrongClip("x", "y", "z", 0.5, Audio: new ClipSource("javascript:alert(1)")),
                new WrongClip("x", "y", "z", 0.5, Audio: new ClipSource(null, new byte[] { 1 }, "text/html\"><script>")),
            ],
            Dataset = [.. names.Select(name => new Fact(name, name))],
            Code = [.. names.Select(name => new Fact(name, name))],
            LabelCounts = [.. names.Select((name, i) => new LabelCount(name, i))],
            LabelCountsPerSpeaker = [.. names.SelectMany(name => names.Select(group => new LabelCount(name, 2, group)))],
            Clips =
            [
                .. names
                    .Take(4)
                    .Select((name, i) => new ClipPicture(name, name, new ClipAudio(name, name, SampleClip.Samples(200, 100), 8000))),
            ],
            Stages = [.. names.Select(name => new StageRow(name, StageOutcome.Failed, double.NaN, name))],
        };
    }

    private static RunReport Hundred()
    {
        var names = Enumerable.Range(0, 100).Select(i => i % 10 == 0 ? $"{HostileText.Eighty[..70]} {i}" : $"class {i}").ToList();
        return new RunReport
        {
            Name = HostileText.Eighty,
            Confusion = new ConfusionCounts(names, SampleRun.Confusion(100)),
            Classes = [.. names.Select((name, i) => new ClassRow(name, new Estimate(i / 100.0, i / 120.0, 1), 0.5, 0.5, 40))],
            Speakers = [.. names.Select((name, i) => new SpeakerRow(name, new Estimate(1 - (i / 100.0)), 0.5, 40))],
            LabelCounts = [.. names.Select((name, i) => new LabelCount(name, 1000 - i))],
            LabelCountsPerSpeaker =
            [
                .. names.SelectMany((name, i) => names.Take(91).Select((group, k) => new LabelCount(name, (i * k % 7) + 1, group))),
            ],
            Training = [.. Enumerable.Range(0, 3).Select(i => SampleRun.Curve($"fold {i + 1}", 400, 300))],
        };
    }
}
