using System.Globalization;
using Bakeoff.Options.Yaml;

namespace Bakeoff.Options.Sweeps;

/// <summary>Lists the trials of successive halving, round by round.</summary>
/// <remarks>
/// Determinism: a round depends on the file and the scores of the round before; of equal scores the earlier trial goes on.
/// </remarks>
internal sealed class HalvingSearch(HalvingSweepOptions options, SweepDraws draws, ValueOrigin origin) : ISweepSearch
{
    /// <summary>Number of rounds: as many as lie between from and to, each with factor times the effort of the one before.</summary>
    private int Rounds
    {
        get
        {
            var rounds = 1;
            for (long effort = options.From; effort * options.Factor <= options.To; effort *= options.Factor)
            {
                rounds++;
            }

            return rounds;
        }
    }

    /// <inheritdoc/>
    public int TrialCount
    {
        get
        {
            var (count, left) = (0, options.Trials);
            for (var round = 0; round < Rounds; round++)
            {
                count += left;
                left = Left(left);
            }

            return count;
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<IReadOnlyList<SweepChange>> List(IReadOnlyList<double> scores)
    {
        var round = draws.Random(options.Trials, options.Seed);
        var trials = new List<IReadOnlyList<SweepChange>>();
        for (var number = 1; ; number++)
        {
            var first = trials.Count;
            trials.AddRange(round.Select(member => (IReadOnlyList<SweepChange>)[.. member, EffortOf(number)]));
            if (number == Rounds || scores.Count < trials.Count)
            {
                return trials;
            }

            round =
            [
                .. Enumerable
                    .Range(0, round.Count)
                    .Where(i => !double.IsNaN(scores[first + i]))
                    .OrderByDescending(i => scores[first + i])
                    .Take(Left(round.Count))
                    .Order()
                    .Select(i => round[i]),
            ];
        }
    }

    /// <inheritdoc/>
    public bool IsWhole(IReadOnlyList<SweepChange> trial) => trial[^1].Value.ToYaml() == EffortOf(Rounds).Value.ToYaml();

    private int Left(int count) => (count + options.Factor - 1) / options.Factor;

    private SweepChange EffortOf(int round)
    {
        var effort = (double)options.To;
        for (var i = round; i < Rounds; i++)
        {
            effort /= options.Factor;
        }

        var text = ((int)Math.Round(effort, MidpointRounding.AwayFromZero)).ToString(CultureInfo.InvariantCulture);
        return new SweepChange(options.By, origin, new ScalarNode(text, true, origin));
    }
}
