using Bakeoff.Numerics;

namespace Bakeoff.Classifiers.Linear;

/// <summary>Solves equations in float64 of whose matrix a factor in float32 is known: the factor says where to look, and one to four steps
/// usually suffice. Where float32 loses the smallest directions of the matrix, it may not lead to a solution.</summary>
/// <remarks>Source: G. H. Golub and C. F. Van Loan, Matrix computations, 4th edition, section 11.5. Several right-hand sides are solved as
/// one, of a matrix that repeats.</remarks>
internal static class ConjugateGradients
{
    private const int MostSteps = 40;

    /// <summary>Solves them.</summary>
    /// <param name="multiply">The matrix times some vectors, [equations, width].</param>
    /// <param name="factor">A factor of the matrix.</param>
    /// <param name="right">Right-hand sides, [equations, width].</param>
    /// <param name="tolerance">Squared distance from the solution, in the norm of the equations and as a share of that of zero, from which
    /// one more correction by the factor is the last.</param>
    /// <param name="solution">[equations, width].</param>
    /// <returns>False if float32 does not lead to a solution.</returns>
    public static bool TrySolve(
        Func<double[], double[]> multiply, CholeskyFactor<float> factor, double[] right, double tolerance, out double[] solution)
    {
        solution = new double[right.Length];
        var residual = (double[])right.Clone();
        var (direction, steepness, first) = (new double[right.Length], 1.0, 0.0);
        for (var step = 0; step < MostSteps; step++)
        {
            var ahead = Ahead(factor, residual);
            var next = DesignMatrix.Dot(residual, ahead);
            first = step == 0 ? next : first;
            if (next <= tolerance * first)
            {
                // The factor was asked in any case.
                Lbfgs.Add(solution, 1, ahead);
                return true;
            }

            var turn = step == 0 ? 0 : next / steepness;
            steepness = next;
            for (var j = 0; j < direction.Length; j++)
            {
                direction[j] = Math.FusedMultiplyAdd(turn, direction[j], ahead[j]);
            }

            var image = multiply(direction);
            var length = steepness / DesignMatrix.Dot(direction, image);
            Lbfgs.Add(solution, length, direction);
            Lbfgs.Add(residual, -length, image);
        }

        return false;
    }

    /// <summary>The solution for a residual as far as float32 has it.</summary>
    private static double[] Ahead(CholeskyFactor<float> factor, double[] residual)
    {
        // Residuals become so small that float32 might lose them.
        var scale = residual.Max(Math.Abs);
        var numbers = Array.ConvertAll(residual, value => (float)(value / scale));
        factor.Solve(numbers);
        return Array.ConvertAll(numbers, value => scale * value);
    }
}
