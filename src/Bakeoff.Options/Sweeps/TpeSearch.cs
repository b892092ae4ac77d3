using System.Globalization;
using Bakeoff.Numerics;

namespace Bakeoff.Options.Sweeps;

/// <summary>Proposes trials with tree-structured Parzen estimators, key by key.</summary>
/// <remarks>
/// <para>Bergstra, Bardenet, Bengio and Kegl, "Algorithms for Hyper-Parameter Optimization", 2011. A tenth of the trials are good, 25 at
/// most; of 24 values that the density of the good ones gives, the one is taken where it exceeds that of the others most. Trials of a round
/// count as not good until the round ends, so that they keep apart.</para>
/// <para>Determinism: a trial depends on the file and the scores of the rounds before; its draws have a stream of their own for each number
/// and key.</para>
/// </remarks>
/// <param name="options">Trials and rounds.</param>
/// <param name="draws">Keys and ranges.</param>
/// <param name="isValid">True for values that give an experiment.</param>
internal sealed class TpeSearch(TpeSweepOptions options, SweepDraws draws, Func<IReadOnlyList<SweepChange>, bool> isValid)
    : ISweepSearch
{
    private const int Candidates = 24;
    private const int GoodOneIn = 10;
    private const int MostGood = 25;

    /// <summary>
    /// New draws for a proposal that repeats an earlier trial or is no experiment, the second half at random, before the search ends for want
    /// of others.
    /// </summary>
    private const int MostAttempts = 100;

    // The trials of the last call and the scores that they follow from, so that going on costs one round.
    private List<IReadOnlyList<SweepChange>> _trials = [];
    private double[] _scores = [];

    /// <inheritdoc/>
    public int TrialCount => options.Trials;

    /// <inheritdoc/>
    public bool IsWhole(IReadOnlyList<SweepChange> trial) => true;

    /// <inheritdoc/>
    public IReadOnlyList<IReadOnlyList<SweepChange>> List(IReadOnlyList<double> scores)
    {
        if (_trials.Count == 0 || scores.Count < _scores.Length || !scores.Take(_scores.Length).SequenceEqual(_scores))
        {
            (_trials, _scores) = (draws.Random(Math.Min(options.Startup, options.Trials), options.Seed), []);
        }

        while (_trials.Count < options.Trials && scores.Count >= _trials.Count)
        {
            _scores = [.. scores.Take(_trials.Count)];
            for (var i = Math.Min(options.Round, options.Trials - _scores.Length); i > 0 && Propose(_trials, _scores) is { } next; i--)
            {
                _trials.Add(next);
            }

            if (_trials.Count == _scores.Length)
            {
                break;
            }
        }

        return [.. _trials];
    }

    private IReadOnlyList<SweepChange>? Propose(List<IReadOnlyList<SweepChange>> trials, double[] scores)
    {
        var good = Enumerable
            .Range(0, scores.Length)
            .Where(i => !double.IsNaN(scores[i]))
            .OrderByDescending(i => scores[i])
            .Take(Math.Min(MostGood, (scores.Length + GoodOneIn - 1) / GoodOneIn))
            .ToHashSet();
        var seen = trials.Select(SweepDraws.TextOf).ToHashSet(StringComparer.Ordinal);
        var random = new SeededRandom(options.Seed, "tpe").Stream(trials.Count.ToString(CultureInfo.InvariantCulture));
        var streams = draws.Keys.ToDictionary(static key => key.Key, key => random.Stream(key.Key), StringComparer.Ordinal);
        for (var attempt = 0; attempt < MostAttempts; attempt++)
        {
            var next = draws.Choose((key, draw) => attempt < MostAttempts / 2
                ? Value(key, draw, trials, good, streams[key])
                : SweepDraws.DrawOne(draw, streams[key]));
            if (!seen.Contains(SweepDraws.TextOf(next)) && isValid(next))
            {
                return next;
            }
        }

        return null;
    }

    private static string Value(
        string key,
        DrawOptions draw,
        List<IReadOnlyList<SweepChange>> trials,
        HashSet<int> good,
        SeededRandom random)
    {
        var values = trials
            .Index()
            .Select(trial => (IsGood: good.Contains(trial.Index), Value: trial.Item.FirstOrDefault(change => change.Key == key)?.Value))
            .Where(static trial => trial.Value is not null)
            .ToLookup(static trial => trial.IsGood, static trial => trial.Value!.ToYaml());
        return draw.Choice is { } choice
            ? Best(Weights(choice, values[true]), Weights(choice, values[false]), random).ToString(CultureInfo.InvariantCulture)
            : SweepDraws.TextAt(draw, Best(Density(draw, values[true]), Density(draw, values[false]), random));
    }

    private static ParzenDensity Density(DrawOptions draw, IEnumerable<string> values)
    {
        var (low, high) = draw.Ends;
        return new ParzenDensity(low, high, values.Select(text => Math.Clamp(PositionOf(draw, text), low, high)));
    }

    private static double PositionOf(DrawOptions draw, string text)
    {
        var value = double.Parse(text, CultureInfo.InvariantCulture);
        return draw.LogUniform is null ? value : DeterministicMath.Log(value);
    }

    private static double Best(ParzenDensity good, ParzenDensity other, SeededRandom random)
    {
        var best = (Value: double.NaN, Gain: double.NegativeInfinity);
        for (var i = 0; i < Candidates; i++)
        {
            var value = good.Draw(random);
            var gain = good.LogAt(value) - other.LogAt(value);
            best = gain > best.Gain ? (value, gain) : best;
        }

        return best.Value;
    }

    // One of each choice counts beside those that were seen.
    private static double[] Weights(IReadOnlyList<AnyValue> choice, IEnumerable<string> seen)
    {
        var counts = seen.CountBy(static text => text, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        double[] weights = [.. choice.Select(value => 1.0 + counts.GetValueOrDefault(value.Yaml))];
        var sum = weights.Sum();
        return [.. weights.Select(weight => weight / sum)];
    }

    private static int Best(double[] good, double[] other, SeededRandom random)
    {
        var best = (Position: -1, Gain: double.NegativeInfinity);
        for (var i = 0; i < Candidates; i++)
        {
            var (position, rest) = (0, random.NextDouble());
            while (position < good.Length - 1 && rest >= good[position])
            {
                rest -= good[position++];
            }

            var gain = good[position] / other[position];
            best = gain > best.Gain ? (position, gain) : best;
        }

        return best.Position;
    }
}
