using System.Globalization;
using System.Text.Json;
using Bakeoff.Evaluation.Groups;
using Bakeoff.Evaluation.Intervals;
using Bakeoff.Evaluation.Results;
using Bakeoff.Numerics;
using Bakeoff.Testing;

namespace Bakeoff.Evaluation.Tests.Results;

public sealed class GroupEvaluatorTests : IDisposable
{
    private static readonly string[] Labels = ["a", "b", "c", "d"];
    private readonly ScratchFolder _scratch = new();

    public void Dispose() => _scratch.Dispose();

    // 1e-12: shares of at most 240 clips, summed in another order.
    [Fact]
    public void Evaluate_Cases_AgreeWithScikitLearn()
    {
        foreach (var expected in Cases("classes"))
        {
            string[] labels = [.. Enumerable.Range(0, expected.GetProperty("classes").GetInt32()).Select(Text)];
            int[] predicted = Ints(expected, "predicted"), truth = Ints(expected, "truth");
            Prediction[] clips = [.. truth.Select((k, clip) => Clip(clip, labels[k], labels[predicted[clip]], $"{clip % 10}"))];

            var groups = GroupEvaluator.Evaluate(labels, clips, [Grouping(expected)], 1).Single().Groups;

            foreach (var (i, group) in expected.GetProperty("groups").EnumerateArray().Index())
            {
                Check(groups[i], "uar", null, group.GetProperty("uar"), group.GetProperty("uar_gap"), 1e-12);
                foreach (var metric in new[] { "recall", "precision" })
                {
                    foreach (var of in group.GetProperty(metric).EnumerateObject())
                    {
                        Check(groups[i], metric, of.Name, of.Value, group.GetProperty($"{metric}_gap").GetProperty(of.Name), 1e-12);
                    }

                    groups[i].Figures.Count(figure => figure.Metric == metric).ShouldBe(group.GetProperty(metric).EnumerateObject().Count());
                }
            }
        }
    }

    // 1e-9: sums of squares from an origin near the numbers, against deviations from the mean.
    [Fact]
    public void EvaluateNumbers_Cases_AgreeWithNumpy()
    {
        foreach (var expected in Cases("numbers"))
        {
            var predicted = Floats(expected, "predicted");
            Prediction[] clips =
            [
                .. Floats(expected, "truth").Select((truth, clip) => Clip(clip, "", "", $"{clip % 10}") with
                {
                    TrueNumbers = [truth],
                    Numbers = [predicted[clip]],
                }),
            ];

            var groups = GroupEvaluator.EvaluateNumbers(["x"], clips, [Grouping(expected)], 1).Single().Groups;

            foreach (var (i, group) in expected.GetProperty("groups").EnumerateArray().Index())
            {
                Check(groups[i], "ccc", null, group.GetProperty("ccc"), group.GetProperty("ccc_gap"), 1e-9);
                Check(groups[i], "ccc", "x", group.GetProperty("ccc"), group.GetProperty("ccc_gap"), 1e-9);
                Check(groups[i], "mae", "x", group.GetProperty("mae"), group.GetProperty("mae_gap"), 1e-9);
            }
        }
    }

    [Fact]
    public void Evaluate_SystemWorseForOneGroup_IsDifferentThereAlone()
    {
        var random = new SeededRandom(3, "worse");
        Prediction[] clips =
        [
            .. Enumerable.Range(0, 1600).Select(clip =>
            {
                var (speaker, k) = (clip % 16, clip / 16 % 4);
                var isWrong = random.NextDouble() < (speaker >= 8 && k == 0 ? 0.9 : 0.1);
                return Clip(clip, Labels[k], Labels[(k + (isWrong ? 1 : 0)) % 4], $"{speaker}");
            }),
        ];
        var grouping = new ClipGrouping("gender", ["f", "m"], [.. clips.Select((_, clip) => clip % 16 < 8 ? 0 : 1)]);

        var column = GroupEvaluator.Evaluate(Labels, clips, [grouping], 1).Single();

        column.IntervalUnit.ShouldBe(BootstrapUnit.Speaker);
        column.Groups.ShouldAllBe(static group => group.Clips == 800 && group.Speakers == 8);
        var (women, men) = (column.Groups[0], column.Groups[1]);
        Find(men, "uar").IsDifferent.ShouldBeTrue();
        Find(men, "uar").Gap!.Value.ShouldBe(-0.1, 0.03, "1 - 0.8 / 4 less the mean of that and 0.9, halved");
        Find(men, "recall", "a").Gap!.Value.ShouldBe(-0.4, 0.06);
        Find(men, "recall", "b").IsDifferent.ShouldBeFalse();
        Find(women, "uar").Gap!.Value.ShouldBe(-Find(men, "uar").Gap!.Value, 1e-9, "both are half of the clips");
        Find(men, "recall", "a").Interval!.High.ShouldBeLessThan(Find(women, "recall", "a").Interval!.Low);
    }

    [Fact]
    public void Evaluate_SystemAlikeForAll_HasGapsWithinThoseOfRandomModels()
    {
        var (beyond, all) = (0, 0);
        for (ulong draw = 0; draw < 6; draw++)
        {
            var random = new SeededRandom(draw, "alike");
            Prediction[] clips =
            [
                .. Enumerable.Range(0, 240).Select(clip =>
                {
                    var label = Labels[clip / 12 % 4];
                    return Clip(clip, label, random.NextDouble() < 0.5 ? label : Labels[random.NextInt32(4)], $"{clip % 12}");
                }),
            ];
            var grouping = new ClipGrouping("gender", ["f", "m"], [.. clips.Select((_, clip) => clip % 12 < 3 ? 0 : 1)]);
            var groups = GroupEvaluator.Evaluate(Labels, clips, [grouping], draw).Single().Groups;
            var figures = groups.SelectMany(static group => group.Figures).ToList();
            beyond += figures.Count(static figure => Math.Abs(figure.Gap!.Value) > figure.RandomGap);
            all += figures.Count;
        }

        all.ShouldBe(108);
        beyond.ShouldBeLessThan(3, "one in a thousand is expected");
    }

    // Quantiles of the binomial's normal approximation: the largest of 1,000 draws of a gap of n clips of a class, of which a random model
    // gets 1/4 right, lies about 3.3 standard deviations out.
    [Fact]
    public void Evaluate_LargestRandomGap_GrowsAsGroupsShrink()
    {
        var random = new SeededRandom(5, "sizes");
        Prediction[] clips =
        [
            .. Enumerable.Range(0, 4000).Select(clip => Clip(clip, Labels[clip % 4], Labels[random.NextInt32(4)], $"{clip % 40}")),
        ];
        foreach (var size in new[] { 40, 400 })
        {
            var grouping = new ClipGrouping("gender", ["f", "m"], [.. clips.Select((_, clip) => clip < size ? 0 : 1)]);
            var group = GroupEvaluator.Evaluate(Labels, clips, [grouping], 1).Single().Groups[0];
            var deviation = Math.Sqrt(0.25 * 0.75 / size);
            Find(group, "uar").RandomGap!.Value.ShouldBe(3.3 * deviation, 0.8 * deviation);
            Find(group, "recall", "a").RandomGap!.Value.ShouldBe(3.3 * 2 * deviation, 0.8 * 2 * deviation);
        }
    }

    [Fact]
    public void Evaluate_GroupOfOneSpeaker_StatesNoGap()
    {
        Prediction[] clips =
        [
            .. Enumerable.Range(0, 80).Select(clip => Clip(clip, Labels[clip % 4], Labels[clip % 3], clip < 20 ? "x" : $"{clip % 9}")),
        ];
        var grouping = new ClipGrouping("gender", ["f", "m"], [.. clips.Select((_, clip) => clip < 20 ? 0 : 1)]);

        var groups = GroupEvaluator.Evaluate(Labels, clips, [grouping], 1).Single().Groups;

        groups[0].Speakers.ShouldBe(1);
        groups[0].Figures.ShouldAllBe(static figure => figure.Gap == null && figure.Interval == null && figure.RandomGap == null);
        groups[1].Figures.ShouldAllBe(static figure => figure.Gap != null);
    }

    [Fact]
    public void Evaluate_OneGroupAndMissingValues_ComparesNothingAndCountsThem()
    {
        Prediction[] clips = [.. Enumerable.Range(0, 40).Select(static clip => Clip(clip, Labels[clip % 4], Labels[clip % 3], ""))];

        var grouping = new ClipGrouping("gender", ["f", "m"], [.. clips.Select((_, clip) => clip < 30 ? 1 : -1)]);
        var column = GroupEvaluator.Evaluate(Labels, clips, [grouping], 1).Single();

        column.Missing.ShouldBe(10);
        column.Groups.Single().Name.ShouldBe("m");
        column.Groups[0].Speakers.ShouldBeNull();
        column.Groups[0].Figures.ShouldAllBe(static figure => figure.Gap == null);
        var none = new ClipGrouping("gender", [], [.. clips.Select(static _ => -1)]);
        GroupEvaluator.Evaluate(Labels, clips, [none], 1).Single().Groups.ShouldBeEmpty();
    }

    [Fact]
    public void Write_Groups_AreReadBackTheSame()
    {
        Prediction[] clips =
        [
            .. Enumerable.Range(0, 80).Select(clip => Clip(clip, Labels[clip % 4], Labels[clip % 3], $"{clip % 9}") with
            {
                TrueNumbers = [clip % 7],
                Numbers = [clip % 5],
            }),
        ];
        var grouping = new ClipGrouping("gender", ["f", "m"], [.. clips.Select((_, clip) => clip % 9 < 4 ? 0 : 1)]);
        var result = Evaluator.Evaluate(Labels, clips, 1) with
        {
            Groups = GroupEvaluator.Evaluate(Labels, clips, [grouping], 1),
            Numbers = RegressionEvaluator.Evaluate(["x"], clips, 1) with
            {
                Groups = GroupEvaluator.EvaluateNumbers(["x"], clips, [grouping], 1),
            },
        };
        var path = _scratch.Full("metrics.json");
        MetricsDocument.Create(result, audit: null, transductive: null).Write(path);

        var read = (ClassificationResult)MetricsDocument.Read(path).Result;

        Json(read.Groups).ShouldBe(Json(result.Groups));
        Json(read.Numbers!.Groups).ShouldBe(Json(result.Numbers.Groups));
        Json(GroupEvaluator.Evaluate(Labels, clips, [grouping], 1)).ShouldBe(Json(result.Groups), "equal inputs give equal bits");
    }

    private static string Json<T>(T value) => JsonSerializer.Serialize(value);

    private static GroupFigure Find(GroupResult group, string metric, string? of = null) =>
        group.Figures.Single(figure => figure.Metric == metric && figure.Of == of);

    private static void Check(GroupResult group, string metric, string? of, JsonElement value, JsonElement gap, double tolerance)
    {
        var figure = Find(group, metric, of);
        figure.Value.ShouldBe(value.GetDouble(), tolerance, $"{metric} of {of}");
        figure.Gap!.Value.ShouldBe(gap.GetDouble(), tolerance, $"gap in {metric} of {of}");
    }

    private static Prediction Clip(int clip, string label, string predicted, string speaker) =>
        new($"{clip:0000}.wav", "1", speaker, "", label, predicted, []);

    private static ClipGrouping Grouping(JsonElement expected)
    {
        var groups = Ints(expected, "group");
        return new ClipGrouping("group", [.. Enumerable.Range(0, groups.Max() + 1).Select(Text)], groups);
    }

    private static IEnumerable<JsonElement> Cases(string name)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Fixture.Path("groups/groups.json")));
        return [.. document.RootElement.GetProperty(name).EnumerateArray().Select(static expected => expected.Clone())];
    }

    private static int[] Ints(JsonElement expected, string name) =>
        [.. expected.GetProperty(name).EnumerateArray().Select(static value => value.GetInt32())];

    private static float[] Floats(JsonElement expected, string name) =>
        [.. expected.GetProperty(name).EnumerateArray().Select(static value => value.GetSingle())];

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
