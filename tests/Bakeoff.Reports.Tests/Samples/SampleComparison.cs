using System.Globalization;
using Bakeoff.Reports.Charts;
using Bakeoff.Reports.Pages;

namespace Bakeoff.Reports.Tests.Samples;

/// <summary>A plausible sweep with made-up numbers.</summary>
internal static class SampleComparison
{
    public static ComparisonReport Create(int runs = 9) =>
        new()
        {
            Title = "lstm-baseline sweep",
            Question = "How much do units, dropout and the learning rate matter?",
            Groups =
            [
                new ComparedGroup
                {
                    Title = "tess, 280 test clips",
                    Order = "best validation UAR first",
                    Runs = [.. Enumerable.Range(0, runs).Select(Run)],
                    Differences =
                    [
                        new PairedDifference("run-1", "run-2", "test_uar", new Estimate(0.012, -0.004, 0.027), 0.21, false, "280 clips, by clip"),
                        new PairedDifference("run-1", "run-3", "test_uar", new Estimate(0.041, 0.018, 0.066), 0.004, true, "280 clips, by clip"),
                    ],
                    DifferenceRule = "different: p below 0.05 after Holm's correction for 2 pairs; each interval is of its pair alone.",
                },
            ],
        };

    private static ComparedRun Run(int i)
    {
        int[] units = [32, 64, 128];
        double[] rates = [0.01, 0.001, 0.0003];
        var uar = 0.78 + (i % 3 * 0.05) + (i / 3 % 3 * 0.03) - (i * 0.004);
        return new ComparedRun
        {
            Name = $"run-{i + 1}",
            Link = $"run-{i + 1}/report.html",
            Parameters =
            [
                new Fact("seed", "2010"),
                new Fact("model.lstm.units", units[i % 3].ToString(CultureInfo.InvariantCulture)),
                new Fact("training.learning_rate", rates[i / 3 % 3].ToString(CultureInfo.InvariantCulture)),
                new Fact("training.optimizer", i % 2 == 0 ? "adam" : "sgd"),
            ],
            Figures =
                i == 4
                    ? []
                    :
                    [
                        new HeadlineFigure("test_uar", "Unweighted average recall", new Estimate(uar, uar - 0.03, uar + 0.025)),
                        new HeadlineFigure("test_accuracy", "Accuracy", new Estimate(uar + 0.01, uar - 0.02, uar + 0.03)),
                        new HeadlineFigure("test_loss", "Cross-entropy", new Estimate(1 - uar), false),
                    ],
            Training = i == 4 ? null : SampleRun.Curve("run", 18 + i, 12 + i, 0.08 + (0.02 * i)),
            Failure = i == 4 ? new RunFailure("train", "loss is NaN at epoch 3, step 41") : null,
        };
    }
}
