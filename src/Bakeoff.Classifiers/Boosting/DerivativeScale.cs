using System.Numerics;
using System.Runtime.Intrinsics;

namespace Bakeoff.Classifiers.Boosting;

/// <summary>First and second derivatives of the loss as whole numbers, whose sums are exact in every order.</summary>
/// <remarks>
/// The first of two 64-bit lanes is the first derivative; the second holds the second derivative above 24 bits that count rows. The units
/// are
/// powers of two, chosen by the number of rows so that no sum overflows and every sum of first derivatives is a float64: of 50,000 rows
/// 2^-36 and 2^-24 of classes, and of numbers 2^-36 of the power of two above the largest error of the round.
/// </remarks>
internal sealed class DerivativeScale
{
    /// <summary>Most training rows: as many as the bits of the count.</summary>
    public const int MostRows = (1 << CountBits) - 1;

    /// <summary>Bits of the second lane that count rows.</summary>
    public const int CountBits = 24;

    private readonly double _perGradient;
    private readonly double _perWeight;

    private DerivativeScale(double perGradient, double perWeight, double l2, double minWeight)
    {
        (_perGradient, _perWeight) = (perGradient, perWeight);
        (L2, MinWeight) = (l2 * _perWeight, minWeight * _perWeight);
    }

    /// <summary>Chooses units for the log loss of classes: first derivatives of at most 1, second ones of at most 1/4.</summary>
    /// <param name="rows">Number of training rows.</param>
    /// <param name="largest">The largest weight of a row, which its derivatives are multiplied by; null for none.</param>
    /// <param name="l2">Penalty of squared values.</param>
    /// <param name="minWeight">Smallest sum of second derivatives in a leaf.</param>
    public static DerivativeScale OfProbabilities(int rows, double? largest, double l2, double minWeight)
    {
        var exponent = largest is { } weight ? Math.ILogB(weight) + 1 : 0;
        return new DerivativeScale(
            Math.ScaleB(1, 52 - BitsOf(rows) - exponent), Math.ScaleB(1, 40 - BitsOf(rows) - exponent), l2, minWeight);
    }

    /// <summary>Chooses units for half of the squared errors: first derivatives are the errors, second ones 1.</summary>
    /// <param name="rows">Number of training rows.</param>
    /// <param name="largest">The largest error without its sign.</param>
    /// <param name="l2">Penalty of squared values.</param>
    /// <param name="minWeight">Smallest sum of second derivatives in a leaf.</param>
    public static DerivativeScale OfErrors(int rows, double largest, double l2, double minWeight)
    {
        // Far below what float64 leaves of any number; the unit itself must be one.
        const int Least = -900;
        var exponent = largest > 0 ? Math.Max(Least, Math.ILogB(largest) + 1) : 0;
        return new DerivativeScale(Math.ScaleB(1, 52 - BitsOf(rows) - exponent), perWeight: 1, l2, minWeight);
    }

    /// <summary>The penalty in units of second derivatives.</summary>
    public double L2 { get; }

    /// <summary>Smallest sum of second derivatives in a leaf, in their units.</summary>
    public double MinWeight { get; }

    /// <summary>Limits of a leaf, in these units.</summary>
    /// <param name="minLeaf">Smallest number of rows.</param>
    public SplitLimits Limits(int minLeaf) => new(minLeaf, MinWeight, L2);

    /// <summary>Derivatives of a row's loss by its score, in these units.</summary>
    public Vector128<long> Derivatives(double first, double second) => Vector128.Create(
        (long)Math.Round(first * _perGradient), ((long)Math.Round(second * _perWeight) << CountBits) | 1);

    private static int BitsOf(int rows) => BitOperations.Log2((uint)rows) + 1;

    /// <summary>Number of rows in a sum.</summary>
    public static int Count(Vector128<long> sum) => (int)(sum[1] & MostRows);

    /// <summary>Sum of second derivatives, in their units.</summary>
    public static double Weight(Vector128<long> sum) => sum[1] >> CountBits;

    /// <summary>Twice the loss that the best value of a leaf takes away: the squared sum of first derivatives by that of second
    /// ones.</summary>
    public double Score(Vector128<long> sum) => sum[0] * (double)sum[0] / (Weight(sum) + L2);

    /// <summary>The value of a leaf that lowers the loss most, by Newton's method; 0 where no row can be improved.</summary>
    public double Step(Vector128<long> sum)
    {
        var curvature = (Weight(sum) + L2) / _perWeight;
        return curvature > 0 ? -(sum[0] / _perGradient) / curvature : 0;
    }
}
