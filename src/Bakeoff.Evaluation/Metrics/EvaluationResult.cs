namespace Bakeoff.Evaluation.Metrics;

/// <summary>Everything that is known about how well a system did on its test clips.</summary>
public sealed record EvaluationResult
{
    /// <summary>Figures over all folds' test clips together.</summary>
    public required ClassificationMetrics Pooled { get; init; }

    /// <summary>Interval of the UAR.</summary>
    public required BootstrapInterval UarInterval { get; init; }

    /// <summary>Interval of the accuracy.</summary>
    public required BootstrapInterval AccuracyInterval { get; init; }

    /// <summary>Interval of the macro F1.</summary>
    public required BootstrapInterval MacroF1Interval { get; init; }

    /// <summary>What the intervals' bootstrap drew.</summary>
    public required BootstrapUnit IntervalUnit { get; init; }

    /// <summary>Figures of each fold, in their order of appearance.</summary>
    public required IReadOnlyList<GroupScore> Folds { get; init; }

    /// <summary>Figures of each speaker, in ordinal order; empty where the corpus names none.</summary>
    public required IReadOnlyList<GroupScore> Speakers { get; init; }

    /// <summary>Figures of each text, in ordinal order; empty where the corpus names none.</summary>
    public required IReadOnlyList<GroupScore> Texts { get; init; }

    /// <summary>The single figures under the names that metrics.json and MLflow use, undefined ones left out.</summary>
    public IReadOnlyList<(string Name, double Value)> Scalars()
    {
        var scalars = new List<(string, double)>
        {
            ("test_uar", Pooled.UnweightedAverageRecall),
            ("test_uar_low", UarInterval.Low),
            ("test_uar_high", UarInterval.High),
            ("test_accuracy", Pooled.Accuracy),
            ("test_accuracy_low", AccuracyInterval.Low),
            ("test_accuracy_high", AccuracyInterval.High),
            ("test_macro_f1", Pooled.MacroF1),
            ("test_macro_f1_low", MacroF1Interval.Low),
            ("test_macro_f1_high", MacroF1Interval.High),
            ("test_weighted_f1", Pooled.WeightedF1),
            ("test_kappa", Pooled.CohenKappa),
            ("test_matthews", Pooled.Matthews),
        };
        Add("test_loss", Pooled.LogLoss);
        Add("test_roc_auc", Pooled.RocAuc);
        Add("test_ece", Pooled.Calibration?.ExpectedCalibrationError);
        if (Folds.Count > 1)
        {
            var sum = 0.0;
            foreach (var fold in Folds)
            {
                sum += fold.UnweightedAverageRecall;
                scalars.Add(($"test_uar_fold_{fold.Name}", fold.UnweightedAverageRecall));
            }

            scalars.Add(("test_uar_fold_mean", sum / Folds.Count));
        }

        return scalars;

        void Add(string name, double? value)
        {
            if (value is not null)
            {
                scalars.Add((name, value.Value));
            }
        }
    }
}
