using System.Globalization;
using Bakeoff.Numerics;
using Bakeoff.Options;

namespace Bakeoff.Experiments.Sweeps;

/// <summary>
/// Agreement of the order that validation clips or inner folds give the settings of a sweep with the order on the test clips.
/// </summary>
/// <remarks>
/// A look at a finished choice: nothing is chosen by it, and it needs settings that are all tested, as those of a search are not.
/// Determinism: equal results give equal bits.
/// </remarks>
/// <param name="Objective">Metric of the validation clips, or of inner folds.</param>
/// <param name="Settings">Number of settings.</param>
/// <param name="Folds">Kendall's tau-b in each fold where it is defined: 1 for the same order, -1 for the opposite one.</param>
/// <param name="Low">Lower end of the 95 % interval of the mean over the folds.</param>
/// <param name="High">Upper end.</param>
public sealed record RankAgreement(
    string Objective, int Settings, IReadOnlyList<(string Fold, double Tau)> Folds, double Low, double High)
{
    private const int LeastSettings = 3;
    private const int Resamples = 1000;

    /// <summary>Mean over the folds.</summary>
    public double Mean => Folds.Average(static fold => fold.Tau);

    /// <summary>The result in words.</summary>
    public string Sentence => string.Create(
        CultureInfo.InvariantCulture,
        $"{Objective} ranks the {Settings} settings as the test clips do with a Kendall's tau of {Mean:0.00} "
            + $"[{Low:0.00}, {High:0.00}], the mean of {Quantity.Of(Folds.Count, "fold")} "
            + $"({string.Join(", ", Folds.Select(Text))}): 1 is the same order, 0 a choice by chance.");

    /// <summary>Compares the two orders.</summary>
    /// <param name="objective">Metric of the validation clips, or of inner folds.</param>
    /// <param name="values">Of each setting in each fold, the metric chosen by and that of the test clips; larger is better.</param>
    /// <returns>Null with fewer than three settings in common to all folds, or where no fold has an order.</returns>
    internal static RankAgreement? Measure(
        string objective, IReadOnlyList<(string Fold, string Setting, double Chosen, double Tested)> values)
    {
        var folds = values.GroupBy(static value => value.Fold, StringComparer.Ordinal).ToList();
        var settings = values.Select(static value => value.Setting).Distinct(StringComparer.Ordinal).ToList();
        if (settings.Count < LeastSettings || folds.Exists(fold => fold.Count() != settings.Count))
        {
            return null;
        }

        var ordered = folds.ConvertAll(fold => (fold.Key, Pairs: settings.ConvertAll(setting =>
        {
            var (_, _, chosen, tested) = fold.First(value => value.Setting == setting);
            return (chosen, tested);
        })));
        List<(string Fold, double Tau)> taus =
        [
            .. ordered.Select(static fold => (fold.Key, Tau: Tau(fold.Pairs))).Where(static fold => !double.IsNaN(fold.Tau)),
        ];
        if (taus.Count == 0)
        {
            return null;
        }

        // Settings are drawn, the same for all folds: other settings might have been tried.
        var random = new SeededRandom(0, "rank agreement");
        var means = new List<double>(Resamples);
        for (var resample = 0; resample < Resamples; resample++)
        {
            int[] drawn = [.. settings.Select(_ => (int)(random.NextDouble() * settings.Count))];
            var own = ordered
                .Select(fold => Tau([.. drawn.Select(i => fold.Pairs[i])]))
                .Where(static tau => !double.IsNaN(tau))
                .ToList();
            if (own.Count > 0)
            {
                means.Add(own.Average());
            }
        }

        means.Sort();
        return new RankAgreement(
            objective, settings.Count, taus, means[(int)(0.025 * (means.Count - 1))], means[(int)Math.Ceiling(0.975 * (means.Count - 1))]);
    }

    /// <summary>Kendall's tau-b, which leaves ties out; NaN where all values of one side are the same.</summary>
    /// <remarks>Source: M. Kendall, The treatment of ties in ranking problems, Biometrika 33 (1945).</remarks>
    /// <param name="pairs">Two values of each setting.</param>
    internal static double Tau(IReadOnlyList<(double Left, double Right)> pairs)
    {
        var (agreed, lefts, rights) = (0, 0L, 0L);
        for (var i = 0; i < pairs.Count; i++)
        {
            for (var j = i + 1; j < pairs.Count; j++)
            {
                var (left, right) = (Math.Sign(pairs[i].Left - pairs[j].Left), Math.Sign(pairs[i].Right - pairs[j].Right));
                agreed += left * right;
                lefts += Math.Abs(left);
                rights += Math.Abs(right);
            }
        }

        return lefts == 0 || rights == 0 ? double.NaN : agreed / Math.Sqrt((double)lefts * rights);
    }

    private static string Text((string Fold, double Tau) fold) =>
        string.Create(CultureInfo.InvariantCulture, $"{fold.Fold} {fold.Tau:0.00}");
}
