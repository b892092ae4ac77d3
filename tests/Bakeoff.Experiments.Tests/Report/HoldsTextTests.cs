using Bakeoff.Evaluation.Results;
using Bakeoff.Experiments.Report;

namespace Bakeoff.Experiments.Tests.Report;

public sealed class HoldsTextTests
{
    [Fact]
    public void Describe_SeveralNumbers_NamesTheBestAndTheWorst()
    {
        List<Prediction> clips =
        [
            .. Enumerable.Range(0, 8).Select(i => new Prediction($"{i}.wav", "fold", "x", "", "", "", [])
            {
                TrueNumbers = [i, i],
                Numbers = [7 - i, i],
            }),
        ];
        var result = RegressionEvaluator.Evaluate(["arousal", "valence"], clips, seed: 1);

        HoldsText.Describe(MetricsDocument.Create(result, audit: null, transductive: null), isSynthetic: false)[0].Value.ShouldBe(
            "Predicted and true numbers agree by 0.000 (CCC; 1 is all, 0 is none): best valence (1.000), worst arousal (-1.000).");
    }

    [Fact]
    public void Describe_LabelsAndNumbersAtOnce_StatesBoth()
    {
        string[] labels = ["a", "b"];
        List<Prediction> clips =
        [
            .. Enumerable.Range(0, 12).Select(i => new Prediction($"{i}.wav", "fold", i % 2 == 0 ? "x" : "y", "", labels[i / 6], labels[i / 6], [0.5f, 0.5f])
            {
                TrueNumbers = [i],
                Numbers = [i],
            }),
        ];
        var result = Evaluator.Evaluate(labels, clips, seed: 1) with { Numbers = RegressionEvaluator.Evaluate(["arousal"], clips, seed: 1) };

        var facts = HoldsText.Describe(MetricsDocument.Create(result, audit: null, transductive: null), isSynthetic: false);

        facts[0].Value.ShouldEndWith("Predicted and true numbers agree by 1.000 (CCC; 1 is all, 0 is none).");
        facts[0].Value.ShouldContain(", where chance gives 50.0 %: all alike. ", customMessage: "no label is best where all are");
        facts[0].Value.ShouldStartWith("100.0 % of the clips of a label are recognised on average (UAR)");
        facts.Single(static fact => fact.Name == "Uncertainty").Value
            .ShouldStartWith("95 % interval 100.0 % to 100.0 % (UAR) and 1.000 to 1.000 (CCC), which is of other clips of these speakers");
    }
}
