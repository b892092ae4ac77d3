using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Bakeoff.Classifiers.SupportVectors;

/// <summary>Solver of the dual of a support vector machine: minimises a'Qa / 2 - sum s a v with s'a = 0 and, for a bound C of each clip,
/// 0 &lt;= a &lt;= C, for signs s and values v; with v = s, the dual of two classes.</summary>
/// <remarks>
/// Working sets by second-order information: R.-E. Fan, P.-H. Chen and C.-J. Lin, JMLR 6 (2005) 1889-1918, WSS 2, as in libsvm; offset as
/// in libsvm. Shrinking by the same rule: most clips soon stay at a bound, and the others are solved for alone, again and again, until all
/// clips fulfil the conditions. Deterministic: ties go to the first candidate. The bits are those of <see cref="OptimizerReference"/>; eight
/// clips are looked at together, each in a lane of its own. Padding never moves.
/// </remarks>
internal sealed class SequentialMinimalOptimizer
{
    /// <summary>The largest violation of the optimality conditions that is left.</summary>
    internal const double Tolerance = 1e-4;

    /// <summary>Stands for a curvature that is not positive.</summary>
    internal const double Tiny = 1e-12;

    /// <summary>Steps, at most as many as clips, after which it is looked which clips are active.</summary>
    internal const int ShrinkingInterval = 500;

    // Products that are smaller than others by this factor are smaller without rounding too.
    private const double AboveRounding = 1 - 1e-9;

    private static readonly Vector512<double> Numbers = Vector512.Create(0.0, 1, 2, 3, 4, 5, 6, 7);

    private readonly KernelRows _kernel;
    private readonly int _stride;
    private readonly int[] _signs;
    private readonly double[] _bounds;
    private readonly double[] _alphas;

    // Minus the gradient times the sign of each clip.
    private readonly double[] _values;
    private readonly double[] _diagonal;
    private readonly Func<int, double> _nextToRise;
    private readonly Func<int, double> _nextToFall;

    // 0 where a weight's product with its sign can rise or fall; else minus or plus infinity.
    private readonly double[] _rise;
    private readonly double[] _fall;

    /// <summary>Creates a solver.</summary>
    /// <param name="kernel">The kernel of the clips.</param>
    /// <param name="signs">1 or -1 for each clip.</param>
    /// <param name="values">What the weighted kernel of each clip, times the signs, should come to.</param>
    /// <param name="bounds">Upper bound of the weight of each clip.</param>
    public SequentialMinimalOptimizer(KernelRows kernel, int[] signs, double[] values, double[] bounds)
    {
        (_kernel, _stride, _signs, _bounds) = (kernel, TrainingKernel.Stride(signs.Length), signs, bounds);
        _alphas = new double[signs.Length];
        _values = new double[_stride];
        _diagonal = new double[_stride];
        _rise = new double[_stride];
        _fall = new double[_stride];
        _nextToRise = t => _values[t] + _rise[t];
        _nextToFall = t => -(_values[t] + _fall[t]);
        kernel.Diagonal.CopyTo(_diagonal, 0);
        Array.Fill(_rise, double.NegativeInfinity);
        Array.Fill(_fall, double.PositiveInfinity);
        for (var t = 0; t < signs.Length; t++)
        {
            _values[t] = values[t];
            Bound(t);
        }
    }

    private SequentialMinimalOptimizer(SequentialMinimalOptimizer all, int[] clips)
        : this(
            all._kernel.Among(clips),
            Array.ConvertAll(clips, t => all._signs[t]),
            Array.ConvertAll(clips, t => all._values[t]),
            Array.ConvertAll(clips, t => all._bounds[t]))
    {
        for (var t = 0; t < clips.Length; t++)
        {
            _alphas[t] = all._alphas[clips[t]];
            Bound(t);
        }
    }

    /// <summary>Solves until the optimality conditions are violated by less than 1e-4.</summary>
    public (double[] Alphas, double Offset) Solve()
    {
        Iterate();
        return (_alphas, Offset());
    }

    private void Iterate()
    {
        // As in libsvm: convergence is proven; the bound only stops an endless loop of rounding errors.
        var limit = Math.Max(10_000_000, 100L * _signs.Length);
        var untilShrinking = Math.Min(ShrinkingInterval, _signs.Length);
        var (i, highest) = Highest();
        for (var iteration = 0L; iteration < limit && i >= 0; iteration++)
        {
            var row = _kernel.Row(i, _nextToRise);
            var (j, lowest) = Partner(i, highest, row);
            if (j < 0 || highest - lowest < Tolerance)
            {
                break;
            }

            if (--untilShrinking == 0)
            {
                untilShrinking = Shrink(highest, lowest) ? 1 : Math.Min(ShrinkingInterval, _signs.Length);
                (i, highest) = Highest();
                continue;
            }

            (i, highest) = Update(i, j, row, _kernel.Row(j, _nextToFall));
        }
    }

    /// <summary>Solves for the active clips alone, if these are at most half: all but those at a bound to which the highest or lowest value
    /// presses them.</summary>
    /// <returns>True if some weights have changed.</returns>
    private bool Shrink(double highest, double lowest)
    {
        int[] active = [.. Enumerable.Range(0, _signs.Length).Where(
            t => (_rise[t] == 0 || _values[t] <= highest) && (_fall[t] == 0 || _values[t] >= lowest))];
        if (active.Length > _signs.Length / 2)
        {
            return false;
        }

        var smaller = new SequentialMinimalOptimizer(this, active);
        smaller.Iterate();
        smaller._kernel.Dispose();
        for (var t = 0; t < active.Length; t++)
        {
            Set(active[t], smaller._alphas[t]);
        }

        return true;
    }

    /// <summary>Sets a weight, and all values by it.</summary>
    private void Set(int clip, double alpha)
    {
        if (alpha == _alphas[clip])
        {
            return;
        }

        var change = Vector512.Create((alpha - _alphas[clip]) * _signs[clip]);
        _alphas[clip] = alpha;
        Bound(clip);
        ref var value = ref MemoryMarshal.GetArrayDataReference(_values);
        ref var row = ref MemoryMarshal.GetArrayDataReference(_kernel.Row(clip, static _ => double.NegativeInfinity));
        for (var t = 0; t < _stride; t += Vector512<double>.Count)
        {
            var changed = Vector512.LoadUnsafe(ref value, (nuint)t) - (Vector512.LoadUnsafe(ref row, (nuint)t) * change);
            changed.StoreUnsafe(ref value, (nuint)t);
        }
    }

    private void Bound(int t)
    {
        var (canGrow, canShrink) = (_alphas[t] < _bounds[t], _alphas[t] > 0);
        _rise[t] = (_signs[t] > 0 ? canGrow : canShrink) ? 0 : double.NegativeInfinity;
        _fall[t] = (_signs[t] > 0 ? canShrink : canGrow) ? 0 : double.PositiveInfinity;
    }

    private (int Clip, double Value) Highest()
    {
        ref var value = ref MemoryMarshal.GetArrayDataReference(_values);
        ref var rise = ref MemoryMarshal.GetArrayDataReference(_rise);
        var (best, clips) = (Vector512.Create(double.NegativeInfinity), Vector512.Create(-1.0));
        for (var t = 0; t < _stride; t += Vector512<double>.Count)
        {
            var candidates = Vector512.LoadUnsafe(ref value, (nuint)t) + Vector512.LoadUnsafe(ref rise, (nuint)t);
            (best, clips) = Higher(t, candidates, best, clips);
        }

        return FirstHighest(best, clips);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector512<double> Values, Vector512<double> Clips) Higher(
        int t, Vector512<double> candidates, Vector512<double> values, Vector512<double> clips)
    {
        var better = Vector512.GreaterThan(candidates, values);
        return (
            Vector512.ConditionalSelect(better, candidates, values),
            Vector512.ConditionalSelect(better, Numbers + Vector512.Create((double)t), clips));
    }

    private static (int Clip, double Value) FirstHighest(Vector512<double> values, Vector512<double> clips)
    {
        var (clip, least) = First(-values, clips);
        return (clip, -least);
    }

    /// <summary>The clip whose pair with another one lowers the objective most, and the lowest value of all that can fall.</summary>
    private (int Clip, double Lowest) Partner(int i, double highest, double[] kernel)
    {
        ref var value = ref MemoryMarshal.GetArrayDataReference(_values);
        ref var fall = ref MemoryMarshal.GetArrayDataReference(_fall);
        ref var diagonal = ref MemoryMarshal.GetArrayDataReference(_diagonal);
        ref var row = ref MemoryMarshal.GetArrayDataReference(kernel);
        var infinity = Vector512.Create(double.PositiveInfinity);
        var (best, clips, lowest) = (infinity, Vector512.Create(-1.0), infinity);

        // Squared gains that are no larger than this share of their curvature cannot win: few are left to divide.
        var beaten = Vector512<double>.Zero;
        var (top, own) = (Vector512.Create(highest), Vector512.Create(_diagonal[i]));
        for (var t = 0; t < _stride; t += Vector512<double>.Count)
        {
            var candidates = Vector512.LoadUnsafe(ref value, (nuint)t) + Vector512.LoadUnsafe(ref fall, (nuint)t);
            lowest = Vector512.ConditionalSelect(Vector512.LessThan(candidates, lowest), candidates, lowest);
            var gain = top - candidates;
            var products = Vector512.LoadUnsafe(ref row, (nuint)t);
            var curvature = own + Vector512.LoadUnsafe(ref diagonal, (nuint)t) - (products + products);
            var isCurved = Vector512.GreaterThan(curvature, Vector512<double>.Zero);
            curvature = Vector512.ConditionalSelect(isCurved, curvature, Vector512.Create(Tiny));
            var square = gain * gain;
            var canWin = Vector512.GreaterThan(gain, Vector512<double>.Zero) & Vector512.GreaterThan(square, beaten * curvature);
            if (Vector512.ExtractMostSignificantBits(canWin) != 0)
            {
                var objective = -square / curvature;
                var better = canWin & Vector512.LessThan(objective, best);
                best = Vector512.ConditionalSelect(better, objective, best);
                clips = Vector512.ConditionalSelect(better, Numbers + Vector512.Create((double)t), clips);
                beaten = Vector512.Create(-Least(best) * AboveRounding);
            }
        }

        return (First(best, clips).Clip, First(lowest, clips).Value);
    }

    private static double Least(Vector512<double> values)
    {
        var four = Vector256.Min(values.GetLower(), values.GetUpper());
        var two = Vector128.Min(four.GetLower(), four.GetUpper());
        return Math.Min(two[0], two[1]);
    }

    /// <summary>The least value of all lanes, and the first clip that has it.</summary>
    private static (int Clip, double Value) First(Vector512<double> values, Vector512<double> clips)
    {
        var least = Least(values);
        var isLeast = Vector512.Equals(values, Vector512.Create(least));
        return ((int)Least(Vector512.ConditionalSelect(isLeast, clips, Vector512.Create(double.PositiveInfinity))), least);
    }

    /// <summary>Moves along the line that keeps y'a constant, as far as the bounds allow.</summary>
    /// <returns>What <see cref="Highest"/> is then.</returns>
    private (int Clip, double Value) Update(int i, int j, double[] kernelI, double[] kernelJ)
    {
        var (oldI, oldJ) = (_alphas[i], _alphas[j]);
        var curvature = _diagonal[i] + _diagonal[j] - (2 * kernelI[j]);
        var step = (_values[i] - _values[j]) / (curvature > 0 ? curvature : Tiny);
        var slackI = _signs[i] > 0 ? _bounds[i] - oldI : oldI;
        var slackJ = _signs[j] > 0 ? oldJ : _bounds[j] - oldJ;
        step = Math.Min(step, Math.Min(slackI, slackJ));
        // A weight that reaches a bound is set to it exactly: one rounding error short of it, it would be moved again and again.
        _alphas[i] = step < slackI ? oldI + (_signs[i] * step) : _signs[i] > 0 ? _bounds[i] : 0;
        _alphas[j] = step < slackJ ? oldJ - (_signs[j] * step) : _signs[j] > 0 ? 0 : _bounds[j];
        Bound(i);
        Bound(j);
        var changeI = Vector512.Create((_alphas[i] - oldI) * _signs[i]);
        var changeJ = Vector512.Create((_alphas[j] - oldJ) * _signs[j]);
        ref var value = ref MemoryMarshal.GetArrayDataReference(_values);
        ref var rowI = ref MemoryMarshal.GetArrayDataReference(kernelI);
        ref var rowJ = ref MemoryMarshal.GetArrayDataReference(kernelJ);
        ref var rise = ref MemoryMarshal.GetArrayDataReference(_rise);
        var (best, clips) = (Vector512.Create(double.NegativeInfinity), Vector512.Create(-1.0));
        for (var t = 0; t < _stride; t += Vector512<double>.Count)
        {
            var change = (Vector512.LoadUnsafe(ref rowI, (nuint)t) * changeI) + (Vector512.LoadUnsafe(ref rowJ, (nuint)t) * changeJ);
            var changed = Vector512.LoadUnsafe(ref value, (nuint)t) - change;
            changed.StoreUnsafe(ref value, (nuint)t);
            (best, clips) = Higher(t, changed + Vector512.LoadUnsafe(ref rise, (nuint)t), best, clips);
        }

        return FirstHighest(best, clips);
    }

    private double Offset()
    {
        var (upper, lower, sum, free) = (double.PositiveInfinity, double.NegativeInfinity, 0.0, 0);
        for (var t = 0; t < _signs.Length; t++)
        {
            var value = -_values[t];
            if (_alphas[t] > 0 && _alphas[t] < _bounds[t])
            {
                sum += value;
                free++;
            }
            else if (_rise[t] == 0)
            {
                upper = Math.Min(upper, value);
            }
            else
            {
                lower = Math.Max(lower, value);
            }
        }

        return free > 0 ? sum / free : (upper + lower) / 2;
    }
}
