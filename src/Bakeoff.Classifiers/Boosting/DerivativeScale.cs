using System.Numerics;
using System.Runtime.Intrinsics;

namespace Bakeoff.Classifiers.Boosting;

/// <summary>First and second derivatives of the loss as whole numbers, whose sums are exact in every order.</summary>
/// <remarks>
/// The first of two 64-bit lanes is the first derivative; the second holds the second derivative above 24 bits that count rows. The units
/// are
/// powers of two, chosen by the number of rows so that no sum overflows and every sum of first derivatives is a float64: of 50,000 rows
/// 2^-36 and 2^-24.
/// </remarks>
internal sealed class DerivativeScale
{
    /// <summary>Most training rows: as many as the bits of the count.</summary>
    public const int MostRows = (1 << CountBits) - 1;

    /// <summary>Bits of the second lane that count rows.</summary>
    public const int CountBits = 24;

    private readonly double _perGradient;
    private readonly double _perWeight;

    /// <summary>Chooses units.</summary>
    /// <param name="rows">Number of training rows.</param>
    /// <param name="l2">Penalty of squared values.</param>
    /// <param name="minWeight">Smallest sum of second derivatives in a leaf.</param>
    public DerivativeScale(int rows, double l2, double minWeight)
    {
        // |first derivative| <= 1 and second derivative <= 1/4.
        var bits = BitOperations.Log2((uint)rows) + 1;
        (_perGradient, _perWeight) = (Math.ScaleB(1, 52 - bits), Math.ScaleB(1, 40 - bits));
        (L2, MinWeight) = (l2 * _perWeight, minWeight * _perWeight);
    }

    /// <summary>The penalty in units of second derivatives.</summary>
    public double L2 { get; }

    /// <summary>Smallest sum of second derivatives in a leaf, in their units.</summary>
    public double MinWeight { get; }

    /// <summary>Derivatives of the log loss by the score of a class.</summary>
    /// <param name="probability">Probability of the class.</param>
    /// <param name="isLabel">True if it is the class of the row.</param>
    public Vector128<long> Derivatives(double probability, bool isLabel)
    {
        var first = (long)Math.Round((probability - (isLabel ? 1 : 0)) * _perGradient);
        var second = (long)Math.Round(probability * (1 - probability) * _perWeight);
        return Vector128.Create(first, (second << CountBits) | 1);
    }

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
