using Bakeoff.Evaluation.Results;
using Bakeoff.Experiments.Report;
using Bakeoff.Numerics;

namespace Bakeoff.Experiments.Tests.Report;

public sealed class ReportFiguresTests
{
    [Fact]
    public void Wrong_ManyPredictions_ShowsTheMostConfidentInTheirOrderAndCountsAll()
    {
        var random = new SeededRandom(1, "predictions");
        List<Prediction> predictions =
        [
            .. Enumerable.Range(0, 20_000).Select(i =>
            {
                var confidence = random.NextInt32(50) / 100f;
                return new Prediction($"clip{i}.wav", "1", "", "", "a", random.NextInt32(2) == 0 ? "a" : "b", [1 - confidence, confidence]);
            }),
        ];

        var (shown, count) = ReportFigures.Wrong(predictions, new ClipDetails(null, null, null));

        var wrong = predictions.FindAll(static p => p.Predicted != p.Label);
        count.ShouldBe(wrong.Count);
        var surest = wrong.OrderByDescending(static p => p.Probabilities.Max()).Take(12);
        shown.Select(static clip => clip.Path).ShouldBe(surest.Select(static p => p.Path));
    }
}
