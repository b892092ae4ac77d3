using System.Globalization;
using Bakeoff.Numerics;

namespace Bakeoff.Options.Sweeps;

/// <summary>A density over all keys of a search, estimated from some trials: the mean of one kernel a trial and a flat one.</summary>
/// <remarks>
/// A kernel is a product over the keys. Where a trial lacks a key, because the key's condition did not hold, its kernel is flat there.
/// Determinism: equal trials in equal order give equal bits.
/// </remarks>
internal sealed class TrialDensity
{
    private readonly SweepDraws _draws;
    private readonly int _count;
    private readonly Dictionary<string, ParzenKernels> _numbers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, double[][]> _choices = new(StringComparer.Ordinal);

    /// <param name="draws">Keys and ranges.</param>
    /// <param name="trials">The trials; none at all give the flat density.</param>
    public TrialDensity(SweepDraws draws, IReadOnlyList<IReadOnlyList<SweepChange>> trials)
    {
        (_draws, _count) = (draws, trials.Count + 1);
        foreach (var (key, draw) in draws.Keys)
        {
            if (draw.Choice is { } choice)
            {
                _choices[key] = [.. trials.Select(trial => Weights(choice, TextOf(trial, key))), Weights(choice, value: null)];
            }
            else
            {
                var (low, high) = draw.Ends;
                double[] positions = [.. trials.Select(trial => Math.Clamp(PositionOf(draw, TextOf(trial, key)), low, high))];
                _numbers[key] = new ParzenKernels(low, high, positions);
            }
        }
    }

    /// <summary>Draws a trial.</summary>
    /// <param name="random">Chooses the kernel.</param>
    /// <param name="streams">Draws of each key.</param>
    public IReadOnlyList<SweepChange> Draw(SeededRandom random, IReadOnlyDictionary<string, SeededRandom> streams)
    {
        var kernel = random.NextInt32(_count);
        return _draws.Choose((key, draw) => draw.Choice is null
            ? SweepDraws.TextAt(draw, _numbers[key].Draw(kernel, streams[key]))
            : Pick(_choices[key][kernel], streams[key].NextDouble()).ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>Natural logarithm of the density of a trial, over the keys that it has.</summary>
    public double LogAt(IReadOnlyList<SweepChange> trial)
    {
        var products = new double[_count];
        Array.Fill(products, 1);
        foreach (var (key, draw) in _draws.Keys)
        {
            if (TextOf(trial, key) is not { } text)
            {
                continue;
            }

            var position = draw.Choice is { } choice ? PositionOf(choice, text) : PositionOf(draw, text);
            for (var kernel = 0; kernel < _count; kernel++)
            {
                products[kernel] *= draw.Choice is null ? _numbers[key].At(kernel, position) : _choices[key][kernel][(int)position];
            }
        }

        return DeterministicMath.Log(products.Sum() / _count);
    }

    // One of all choices together counts beside the one that was seen, spread over as many kernels as there are.
    private double[] Weights(IReadOnlyList<AnyValue> choice, string? value)
    {
        double[] weights = [.. choice.Select(other => (1.0 / _count) + (other.Yaml == value ? 1 : 0))];
        var sum = weights.Sum();
        return [.. weights.Select(weight => weight / sum)];
    }

    private static int Pick(double[] weights, double share)
    {
        var position = 0;
        while (position < weights.Length - 1 && share >= weights[position])
        {
            share -= weights[position++];
        }

        return position;
    }

    private static string? TextOf(IReadOnlyList<SweepChange> trial, string key) =>
        trial.FirstOrDefault(change => change.Key == key)?.Value.ToYaml();

    private static int PositionOf(IReadOnlyList<AnyValue> choice, string text) => choice.Index().First(value => value.Item.Yaml == text).Index;

    private static double PositionOf(DrawOptions draw, string? text) =>
        text is null ? double.NaN
        : draw.LogUniform is null ? double.Parse(text, CultureInfo.InvariantCulture)
        : DeterministicMath.Log(double.Parse(text, CultureInfo.InvariantCulture));
}
