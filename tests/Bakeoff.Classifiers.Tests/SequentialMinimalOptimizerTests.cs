using Bakeoff.Classifiers.SupportVectors;
using Bakeoff.Numerics;

namespace Bakeoff.Classifiers.Tests;

public sealed class SequentialMinimalOptimizerTests
{
    [Theory]
    [InlineData(2, 1, 0.1, true)]
    [InlineData(57, 0.1, 0.1, true)]
    [InlineData(220, 1, 0.02, true)]
    [InlineData(220, 10, null, true)]
    [InlineData(600, 1, null, true)]
    [InlineData(600, 1, 0.1, true)]
    [InlineData(57, 0.1, 0.1, false)]
    [InlineData(220, 1, 0.02, false)]
    public void Solve_ClassesOrNumbers_HasTheBitsOfTheReference(int count, double c, double? gamma, bool areClasses)
    {
        var random = new SeededRandom(1, "optimizer");
        var signs = Enumerable.Range(0, count).Select(static i => i % 2 == 0 ? 1 : -1).ToArray();
        // Every fourth row is the one before it: ties, and pairs without curvature.
        var matrix = new DesignMatrix(new double[count * 5], 5);
        for (var i = 0; i < matrix.Values.Length; i++)
        {
            var row = i / 5;
            matrix.Values[i] = row % 4 == 3 ? matrix.Values[i - 5] : random.NextGaussian() + (0.5 * signs[row]);
        }

        var values = Array.ConvertAll(signs, sign => areClasses ? sign : random.NextGaussian() - (0.1 * sign));
        int[] clips = [.. Enumerable.Range(0, count)];
        var kernel = new TrainingKernel(matrix, count, gamma is not null, threads: 1).Of(clips, gamma);
        // Few rows are held: most are computed again and again.
        var computed = new TrainingKernel(matrix, count, gamma is not null, threads: 1, largestShared: 1, held: 0).Of(clips, gamma);

        // Of classes, every third clip weighs less.
        var bounds = Array.ConvertAll(clips, clip => areClasses && clip % 3 == 0 ? 0.4 * c : c);

        var (alphas, offset) = new SequentialMinimalOptimizer(kernel, signs, values, bounds).Solve();
        var (otherAlphas, otherOffset) = new SequentialMinimalOptimizer(computed, signs, values, bounds).Solve();

        var (expectedAlphas, expectedOffset) = new OptimizerReference(kernel, signs, values, bounds).Solve();
        alphas.ShouldBe(expectedAlphas);
        offset.ShouldBe(expectedOffset);
        otherAlphas.ShouldBe(expectedAlphas);
        otherOffset.ShouldBe(expectedOffset);
    }
}
