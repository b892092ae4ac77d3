using Bakeoff.Evaluation.Intervals;
using Bakeoff.Evaluation.Results;
using Bakeoff.Numerics;

namespace Bakeoff.Evaluation.Tests.Results;

/// <summary>Simulations of equal systems, and of a better one.</summary>
public sealed class PairedComparisonTests
{
    private const int Speakers = 12;
    private const int ClipsOfSpeaker = 10;
    private static readonly string[] Labels = ["angry", "sad"];

    // Seeds whose skill has a standard deviation of 0.08 move UAR more than 120 clips do: over clips alone, as with one seed, chance
    // findings are many; over both, about 5 %. 80 draws of a share of 0.05 have a standard deviation of 0.024.
    [Fact]
    public void Compare_EqualSystemsWithLuckySeeds_AreToldApartAsOftenAsStated()
    {
        var (overSeeds, ofOneSeed) = (0, 0);
        const int Trials = 80;
        for (ulong trial = 0; trial < Trials; trial++)
        {
            var random = new SeededRandom(trial, "equal");
            var (first, second) = (System(random, 0.75, 0.08, seeds: 3), System(random, 0.75, 0.08, seeds: 3));
            var comparison = PairedComparison.Compare(Labels, first, second, trial);
            comparison.IsOverSeeds.ShouldBeTrue();
            overSeeds += comparison.PValue < 0.05 ? 1 : 0;
            (comparison.PValue < 0.05).ShouldBe(comparison.Interval is { Low: > 0 } or { High: < 0 });
            ofOneSeed += trial < 25 && PairedComparison.Compare(Labels, [first[0]], [second[0]], trial).PValue < 0.05 ? 1 : 0;
        }

        overSeeds.ShouldBeLessThan(9, "11 %, two and a half standard deviations above 5 %");
        ofOneSeed.ShouldBeGreaterThan(4, "more than 16 %: one seed may be lucky");
    }

    // Without an effect of seeds, the variance over seeds is that of clips once more: the test errs to the safe side.
    [Fact]
    public void Compare_EqualSystemsAndAnyNumberOfSeeds_AreSeldomToldApart()
    {
        var found = 0;
        for (ulong trial = 0; trial < 40; trial++)
        {
            var random = new SeededRandom(trial, "no effect");
            var (first, second) = (System(random, 0.7, 0, seeds: 2), System(random, 0.7, 0, seeds: 5));
            found += PairedComparison.Compare(Labels, first, second, trial).PValue < 0.05 ? 1 : 0;
        }

        found.ShouldBeLessThan(5);
    }

    [Fact]
    public void Compare_BetterSystemOverSeeds_IsFound()
    {
        var random = new SeededRandom(1, "better");

        var comparison = PairedComparison.Compare(Labels, System(random, 0.6, 0.02, seeds: 5), System(random, 0.85, 0.02, seeds: 5), 1);

        comparison.PValue.ShouldBeLessThan(0.01);
        comparison.Difference.ShouldBe(0.25, 0.08);
        comparison.Interval.Low.ShouldBeInRange(0.05, comparison.Difference);
        (comparison.Interval.Low + comparison.Interval.High).ShouldBe(2 * comparison.Difference, 1e-12, "an interval of Student's t");
        comparison.Unit.ShouldBe(BootstrapUnit.Speaker);
    }

    [Fact]
    public void Compare_OneSeedOnASide_IsOfThatSeedAlone()
    {
        var random = new SeededRandom(2, "one");

        PairedComparison.Compare(Labels, System(random, 0.6, 0, seeds: 1), System(random, 0.85, 0, seeds: 5), 1).IsOverSeeds.ShouldBeFalse();
    }

    /// <summary>Right answers on clips of speakers, some of whom are harder, with a skill that each seed draws.</summary>
    private static IReadOnlyList<Prediction>[] System(SeededRandom random, double skill, double deviation, int seeds) =>
    [
        .. Enumerable.Range(0, seeds).Select(_ =>
        {
            var drawn = skill + (deviation * random.NextGaussian());
            return (IReadOnlyList<Prediction>)
            [
                .. Enumerable.Range(0, Speakers * ClipsOfSpeaker).Select(clip =>
                {
                    var isRight = random.NextDouble() < drawn - (clip % Speakers < 3 ? 0.1 : 0);
                    var label = clip / Speakers % 2;
                    return new Prediction($"{clip:000}.wav", "1", $"{clip % Speakers}", "", Labels[label], Labels[isRight ? label : 1 - label], []);
                }),
            ];
        }),
    ];
}
