using System.Globalization;
using Bakeoff.Numerics;

namespace Bakeoff.Options.Sweeps;

/// <summary>Proposes trials with tree-structured Parzen estimators, all keys together.</summary>
/// <remarks>
/// <para>Bergstra, Bardenet, Bengio and Kegl, "Algorithms for Hyper-Parameter Optimization", 2011, with kernels that are products over the
/// keys, as in Falkner, Klein and Hutter, "BOHB", 2018. A tenth of the trials are good, 25 at most; of 24 draws near the good ones, the one
/// is taken where their density exceeds that of the others most. Trials of a round count as not good until the round ends, so that they
/// keep apart.</para>
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
        var (near, far) = (new TrialDensity(draws, [.. good.Order().Select(i => trials[i])]), new TrialDensity(draws, Others(trials, good)));
        for (var attempt = 0; attempt < MostAttempts; attempt++)
        {
            var next = attempt < MostAttempts / 2
                ? Best(near, far, random, streams)
                : draws.Choose((key, draw) => SweepDraws.DrawOne(draw, streams[key]));
            if (!seen.Contains(SweepDraws.TextOf(next)) && isValid(next))
            {
                return next;
            }
        }

        return null;
    }

    private static List<IReadOnlyList<SweepChange>> Others(List<IReadOnlyList<SweepChange>> trials, HashSet<int> good) =>
        [.. trials.Where((_, i) => !good.Contains(i))];

    private static IReadOnlyList<SweepChange> Best(
        TrialDensity near, TrialDensity far, SeededRandom random, Dictionary<string, SeededRandom> streams)
    {
        var best = (Trial: (IReadOnlyList<SweepChange>)[], Gain: double.NegativeInfinity);
        for (var i = 0; i < Candidates; i++)
        {
            var trial = near.Draw(random, streams);
            var gain = near.LogAt(trial) - far.LogAt(trial);
            best = gain > best.Gain ? (trial, gain) : best;
        }

        return best.Trial;
    }
}
