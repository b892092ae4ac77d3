using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Bakeoff.Classifiers.Linear;

/// <summary>Limited-memory BFGS with backtracking, for smooth convex functions.</summary>
/// <remarks>Source: J. Nocedal and S. J. Wright, Numerical optimization, 2nd edition, algorithms 7.4 and 7.5. Deterministic.</remarks>
internal sealed class Lbfgs
{
    private const int Memory = 10;
    private const int MaxIterations = 2000;
    private const double GradientTolerance = 1e-6;
    private const double Sufficient = 1e-4;
    private const int MaxHalvings = 50;

    // A sum of float32 products of some thousand columns is right to about this share.
    private const double Rounding = 1e-6;

    // Steps in a row that meet no smaller gradient: so many happen without rounding too.
    private const int MostIdle = 50;

    private readonly Queue<(double[] S, double[] Y, double InverseYS)> _history = new();
    private double[] _x;
    private double _tolerance = double.NaN;

    private Lbfgs(double[] start) => _x = start;

    /// <summary>Minimises a function.</summary>
    /// <param name="start">Starting point.</param>
    /// <param name="evaluate">Returns the value at a point and writes the gradient.</param>
    /// <param name="rounded">The same function in float32, which leads to where its rounding hides what is left.</param>
    /// <returns>A point where the largest component of the gradient is below 1e-6 x max(1, its value at the start), or where no step lowers
    /// the value.</returns>
    public static double[] Minimise(
        double[] start, Func<double[], double[], double> evaluate, Func<double[], double[], double>? rounded = null)
    {
        var search = new Lbfgs((double[])start.Clone());
        if (rounded is not null)
        {
            search.Descend(rounded, Rounding);
        }

        search.Descend(evaluate, rounding: 0);
        return search._x;
    }

    /// <summary>Goes down until the gradient is small enough, no step lowers the value or, where it is rounded, no smaller gradient is met
    /// for long.</summary>
    /// <param name="evaluate">Returns the value at a point and writes the gradient.</param>
    /// <param name="rounding">By so much of itself a value may be wrong: a step may seem to raise it by that.</param>
    private void Descend(Func<double[], double[], double> evaluate, double rounding)
    {
        var (gradient, next, nextGradient) = (new double[_x.Length], new double[_x.Length], new double[_x.Length]);
        var value = evaluate(_x, gradient);
        var (smallest, idle) = (Largest(gradient), 0);
        _tolerance = double.IsNaN(_tolerance) ? GradientTolerance * Math.Max(1, smallest) : _tolerance;
        for (var iteration = 0; iteration < MaxIterations && Largest(gradient) > _tolerance; iteration++)
        {
            if (rounding > 0 && idle == MostIdle)
            {
                break;
            }

            var direction = Direction(gradient, [.. _history]);
            var slope = Dot(direction, gradient);
            var step = _history.Count == 0 ? 1 / Math.Max(1, Math.Sqrt(Dot(gradient, gradient))) : 1.0;
            var (nextValue, slack) = (double.PositiveInfinity, rounding * Math.Abs(value));
            for (var halving = 0; halving < MaxHalvings; halving++, step *= 0.5)
            {
                for (var i = 0; i < _x.Length; i++)
                {
                    next[i] = Math.FusedMultiplyAdd(step, direction[i], _x[i]);
                }

                nextValue = evaluate(next, nextGradient);
                if (nextValue <= value + (Sufficient * step * slope) + slack)
                {
                    break;
                }
            }

            if (!(nextValue < value + slack))
            {
                break;
            }

            Remember(next, gradient, nextGradient);
            (_x, next) = (next, _x);
            (gradient, nextGradient, value) = (nextGradient, gradient, nextValue);
            (smallest, idle) = Largest(gradient) < smallest ? (Largest(gradient), 0) : (smallest, idle + 1);
        }
    }

    private void Remember(double[] next, double[] gradient, double[] nextGradient)
    {
        var (s, y, _) = _history.Count == Memory ? _history.Dequeue() : (new double[_x.Length], new double[_x.Length], 0);
        for (var i = 0; i < s.Length; i++)
        {
            s[i] = next[i] - _x[i];
            y[i] = nextGradient[i] - gradient[i];
        }

        var curvature = Dot(y, s);
        if (curvature > 0)
        {
            _history.Enqueue((s, y, 1 / curvature));
        }
    }

    private static double[] Direction(double[] gradient, (double[] S, double[] Y, double InverseYS)[] history)
    {
        var direction = Array.ConvertAll(gradient, static value => -value);
        var weights = new double[history.Length];
        for (var i = history.Length - 1; i >= 0; i--)
        {
            weights[i] = history[i].InverseYS * Dot(history[i].S, direction);
            Add(direction, -weights[i], history[i].Y);
        }

        if (history.Length > 0)
        {
            var newest = history[^1];
            var scale = 1 / (newest.InverseYS * Dot(newest.Y, newest.Y));
            for (var i = 0; i < direction.Length; i++)
            {
                direction[i] *= scale;
            }
        }

        for (var i = 0; i < history.Length; i++)
        {
            Add(direction, weights[i] - (history[i].InverseYS * Dot(history[i].Y, direction)), history[i].S);
        }

        return direction;
    }

    /// <summary>Sum of products in eight sums, one for every eighth position, that are added in their order.</summary>
    private static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        var lefts = MemoryMarshal.Cast<double, Vector512<double>>(a);
        var rights = MemoryMarshal.Cast<double, Vector512<double>>(b);
        var sums = Vector512<double>.Zero;
        for (var i = 0; i < lefts.Length; i++)
        {
            sums = Vector512.FusedMultiplyAdd(lefts[i], rights[i], sums);
        }

        var sum = 0.0;
        for (var lane = 0; lane < Vector512<double>.Count; lane++)
        {
            sum += sums[lane];
        }

        var done = lefts.Length * Vector512<double>.Count;
        return sum + DesignMatrix.Dot(a[done..], b[done..]);
    }

    /// <summary>target += factor values, each sum rounded once.</summary>
    public static void Add(Span<double> target, double factor, ReadOnlySpan<double> values)
    {
        var targets = MemoryMarshal.Cast<double, Vector512<double>>(target);
        var sources = MemoryMarshal.Cast<double, Vector512<double>>(values);
        for (var i = 0; i < targets.Length; i++)
        {
            targets[i] = Vector512.FusedMultiplyAdd(Vector512.Create(factor), sources[i], targets[i]);
        }

        for (var i = targets.Length * Vector512<double>.Count; i < target.Length; i++)
        {
            target[i] = Math.FusedMultiplyAdd(factor, values[i], target[i]);
        }
    }

    private static double Largest(double[] values)
    {
        var largest = 0.0;
        foreach (var value in values)
        {
            largest = Math.Max(largest, Math.Abs(value));
        }

        return largest;
    }
}
