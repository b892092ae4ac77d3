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
}
