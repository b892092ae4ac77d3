using Bakeoff.Classifiers.Linear;
using Bakeoff.Classifiers.SupportVectors;

namespace Bakeoff.Classifiers.Tests;

public sealed class FitSettingsTests
{
    [Theory]
    [InlineData(5, 2, 10, 1, 1, 1, 1, 2)]
    [InlineData(3, 8, 10, 2, 2, 2)]
    [InlineData(4, 3, 10, 1, 1, 1, 3)]
    [InlineData(2, 4, 60, 4, 4)]
    [InlineData(3, 8, 40, 4, 4, 8)]
    [InlineData(1, 8, 1000, 8)]
    public void SideBySide_FitsThreadsAndBytes_ShareThreadsAndMemory(int count, int threads, long bytes, params int[] expected)
    {
        var settings = new FitSettings(IsScaled: false, Seed: 1, threads) { Memory = 100 };
        var (shares, sums) = (new int[count], new Lock());
        var (fits, memory, busy) = (0L, 0L, 0);

        settings.SideBySide(count, bytes, (fit, own) =>
        {
            Add(1, own);
            shares[fit] += own.Threads;
            Add(-1, own);
        });

        shares.ShouldBe(expected);

        void Add(int sign, FitSettings own)
        {
            lock (sums)
            {
                (fits, memory, busy) = (fits + sign, memory + (sign * own.Memory), busy + (sign * own.Threads));
                fits.ShouldBeLessThanOrEqualTo(Math.Max(1, 100 / bytes), "what the fits take together fits the memory");
                memory.ShouldBeLessThanOrEqualTo(100);
                busy.ShouldBeLessThanOrEqualTo(threads);
            }
        }
    }

    [Fact]
    public void SideBySide_NoFits_DoesNothing() =>
        new FitSettings(IsScaled: false, Seed: 1, Threads: 2).SideBySide(0, 1, static (_, _) => throw new InvalidOperationException());

    [Fact]
    public void TrainingBytes_OfKernels_GrowWithTheSquareOfTheRows()
    {
        new RbfSvmOptions().TrainingBytes(1000, 10).ShouldBe(8 * 1000 * (10 + 1000));
        new LinearDiscriminantOptions().TrainingBytes(1000, 10).ShouldBe(8 * 10 * (1000 + 10));
        new LinearDiscriminantOptions().TrainingBytes(10, 1000).ShouldBe(8 * 10 * (1000 + 10));
    }
}
