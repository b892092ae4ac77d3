using System.Text;
using Bakeoff.Evaluation.Results;
using Bakeoff.Experiments.Exporting;

namespace Bakeoff.Experiments.Tests.Exporting;

public sealed class CardFiguresTests
{
    [Fact]
    public void Append_LabelsAndNumbersAtOnce_RowsHaveTheCellsOfTheirTable()
    {
        string[] labels = ["a", "b"];
        List<Prediction> clips =
        [
            .. Enumerable.Range(0, 8).Select(i =>
                new Prediction($"{i}.wav", "fold", i % 2 == 0 ? "x" : "y", "", labels[i / 4], labels[i / 4], [0.5f, 0.5f])
                {
                    TrueNumbers = [i, -i],
                    Numbers = [i, -i],
                }),
        ];
        var numbers = RegressionEvaluator.Evaluate(["arousal", "valence"], clips, seed: 1);
        var card = new StringBuilder();
        CardFigures.Append(card, Evaluator.Evaluate(labels, clips, seed: 1) with { Numbers = numbers }, seed: 1);

        var lines = card.ToString().Split('\n');
        lines.ShouldContain("| ccc_arousal | 1.000 | 1.000 to 1.000 |");
        var cells = 0;
        foreach (var (i, line) in lines.Index())
        {
            if (!line.StartsWith('|'))
            {
                cells = 0;
                continue;
            }

            if (cells == 0)
            {
                lines[i + 1].ShouldStartWith("|---|", customMessage: line);
            }

            var own = line.Count(static character => character == '|');
            own.ShouldBe(cells == 0 ? own : cells, line);
            cells = own;
        }
    }
}
