using System.Runtime.Intrinsics;
using Bakeoff.Audio.Spectra;
using Bakeoff.Numerics;

namespace Bakeoff.Audio.Features;

/// <summary>Orthonormal discrete cosine transform of type II, the last step from log-mel to MFCC.</summary>
public static class CosineTransform
{
    /// <summary>Builds the matrix of scipy.fftpack.dct(type=2, norm='ortho').</summary>
    /// <param name="coefficientCount">Rows; at most <paramref name="length"/>.</param>
    /// <param name="length">Columns, the length of the input.</param>
    /// <returns>Weights of shape [coefficientCount, length], computed in float64 and rounded to float32.</returns>
    /// <exception cref="ArgumentOutOfRangeException">More coefficients than inputs, or not positive.</exception>
    public static float[] CreateMatrix(int coefficientCount, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(coefficientCount);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(coefficientCount, length);
        var matrix = new float[coefficientCount * length];
        for (var k = 0; k < coefficientCount; k++)
        {
            var scale = Math.Sqrt((k == 0 ? 1.0 : 2.0) / length);
            for (var n = 0; n < length; n++)
            {
                // The angle is reduced exactly, in integers, before it becomes a float.
                var quarterSteps = (long)k * (2 * n + 1) % (4L * length);
                matrix[k * length + n] = (float)(scale * DeterministicMath.Cos(Math.PI * quarterSteps / (2.0 * length)));
            }
        }

        return matrix;
    }

    /// <summary>Transforms many spectra at once: [length, stride] to [coefficientCount, stride], a lane is a frame.</summary>
    /// <remarks>Four coefficients share each load; every sum runs over ascending bands in one chain of fused multiply-adds.</remarks>
    internal static void Apply(ReadOnlySpan<float> matrix, int length, ReadOnlySpan<float> spectra, Span<float> coefficients, int stride)
    {
        var coefficientCount = matrix.Length / length;
        for (var first = 0; first < stride; first += FrameGroup.Lanes)
        {
            var k = 0;
            for (; k + 4 <= coefficientCount; k += 4)
            {
                ApplyFour(matrix.Slice(k * length, 4 * length), length, spectra[first..], coefficients[(k * stride + first)..], stride);
            }

            for (; k < coefficientCount; k++)
            {
                ApplyOne(matrix.Slice(k * length, length), spectra[first..], coefficients[(k * stride + first)..], stride);
            }
        }
    }

    private static void ApplyFour(ReadOnlySpan<float> matrix, int length, ReadOnlySpan<float> spectra, Span<float> coefficients, int stride)
    {
        var first = matrix[..length];
        var second = matrix.Slice(length, length);
        var third = matrix.Slice(2 * length, length);
        var fourth = matrix.Slice(3 * length, length);
        var (sum0, sum1, sum2, sum3) = (Vector512<float>.Zero, Vector512<float>.Zero, Vector512<float>.Zero, Vector512<float>.Zero);
        for (var band = 0; band < first.Length; band++)
        {
            var value = Vector512.Create(spectra.Slice(band * stride, FrameGroup.Lanes));
            sum0 = Vector512.FusedMultiplyAdd(Vector512.Create(first[band]), value, sum0);
            sum1 = Vector512.FusedMultiplyAdd(Vector512.Create(second[band]), value, sum1);
            sum2 = Vector512.FusedMultiplyAdd(Vector512.Create(third[band]), value, sum2);
            sum3 = Vector512.FusedMultiplyAdd(Vector512.Create(fourth[band]), value, sum3);
        }

        sum0.CopyTo(coefficients);
        sum1.CopyTo(coefficients[stride..]);
        sum2.CopyTo(coefficients[(2 * stride)..]);
        sum3.CopyTo(coefficients[(3 * stride)..]);
    }

    private static void ApplyOne(ReadOnlySpan<float> row, ReadOnlySpan<float> spectra, Span<float> coefficients, int stride)
    {
        var sum = Vector512<float>.Zero;
        for (var band = 0; band < row.Length; band++)
        {
            sum = Vector512.FusedMultiplyAdd(
                Vector512.Create(row[band]), Vector512.Create(spectra.Slice(band * stride, FrameGroup.Lanes)), sum);
        }

        sum.CopyTo(coefficients);
    }
}
