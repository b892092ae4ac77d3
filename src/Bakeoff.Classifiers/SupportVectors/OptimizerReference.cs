namespace Bakeoff.Classifiers.SupportVectors;

/// <summary>The readable solver that defines every step of <see cref="SequentialMinimalOptimizer"/>: one clip after the other.</summary>
internal sealed class OptimizerReference
{
    private readonly KernelRows _kernel;
    private readonly int[] _signs;
    private readonly double[] _bounds;
    private readonly double[] _alphas;
    private readonly double[] _gradient;

    /// <summary>Creates a solver.</summary>
    /// <param name="kernel">The kernel of the clips.</param>
    /// <param name="signs">1 or -1 for each clip.</param>
    /// <param name="values">What the weighted kernel of each clip, times the signs, should come to.</param>
    /// <param name="bounds">Upper bound of the weight of each clip.</param>
    public OptimizerReference(KernelRows kernel, int[] signs, double[] values, double[] bounds)
    {
        _kernel = kernel;
        _signs = signs;
        _bounds = bounds;
        _alphas = new double[signs.Length];
        _gradient = [.. signs.Zip(values, static (sign, value) => -sign * value)];
    }

    /// <summary>Solves until the optimality conditions are violated by less than 1e-4.</summary>
    public (double[] Alphas, double Offset) Solve()
    {
        Iterate([.. Enumerable.Range(0, _signs.Length)]);
        return (_alphas, Offset());
    }

    // Moves some clips, the others staying as they are.
    private void Iterate(int[] clips)
    {
        // As in libsvm: convergence is proven; the bound only stops an endless loop of rounding errors.
        var limit = Math.Max(10_000_000, 100L * clips.Length);
        var interval = Math.Min(SequentialMinimalOptimizer.ShrinkingInterval, clips.Length);
        var untilShrinking = interval;
        for (var iteration = 0L; iteration < limit && Select(clips) is { } pair; iteration++)
        {
            if (--untilShrinking == 0)
            {
                untilShrinking = Shrink(clips, pair.Highest, pair.Lowest) ? 1 : interval;
            }
            else
            {
                Update(pair.I, pair.J, clips);
            }
        }
    }

    private bool Shrink(int[] clips, double highest, double lowest)
    {
        int[] active = [.. clips.Where(t =>
            (CanRise(t) || -_signs[t] * _gradient[t] <= highest) && (CanFall(t) || -_signs[t] * _gradient[t] >= lowest))];
        if (active.Length > clips.Length / 2)
        {
            return false;
        }

        var (alphas, gradient) = ((double[])_alphas.Clone(), (double[])_gradient.Clone());
        Iterate(active);
        gradient.CopyTo(_gradient, 0);
        foreach (var s in active.Where(s => _alphas[s] != alphas[s]))
        {
            foreach (var t in clips)
            {
                _gradient[t] += _signs[t] * (Row(s)[t] * ((_alphas[s] - alphas[s]) * _signs[s]));
            }
        }

        return true;
    }

    private bool CanRise(int t) => _signs[t] > 0 ? _alphas[t] < _bounds[t] : _alphas[t] > 0;

    private bool CanFall(int t) => _signs[t] > 0 ? _alphas[t] > 0 : _alphas[t] < _bounds[t];

    private (int I, int J, double Highest, double Lowest)? Select(int[] clips)
    {
        var (i, highest) = (-1, double.NegativeInfinity);
        foreach (var t in clips)
        {
            var value = -_signs[t] * _gradient[t];
            if (CanRise(t) && value > highest)
            {
                (i, highest) = (t, value);
            }
        }

        var (j, best, lowest) = (-1, double.PositiveInfinity, double.PositiveInfinity);
        foreach (var t in clips)
        {
            if (!CanFall(t))
            {
                continue;
            }

            var value = -_signs[t] * _gradient[t];
            lowest = Math.Min(lowest, value);
            var gain = highest - value;
            if (i >= 0 && gain > 0)
            {
                var objective = -(gain * gain) / Curvature(i, t);
                if (objective < best)
                {
                    (j, best) = (t, objective);
                }
            }
        }

        return i < 0 || j < 0 || highest - lowest < SequentialMinimalOptimizer.Tolerance ? null : (i, j, highest, lowest);
    }

    private double[] Row(int clip) => _kernel.Row(clip, static _ => double.NegativeInfinity);

    private double Curvature(int i, int j)
    {
        var value = _kernel.Diagonal[i] + _kernel.Diagonal[j] - (2 * Row(i)[j]);
        return value > 0 ? value : SequentialMinimalOptimizer.Tiny;
    }

    // Moves along the line that keeps y'a constant, as far as the bounds allow.
    private void Update(int i, int j, int[] clips)
    {
        var (oldI, oldJ) = (_alphas[i], _alphas[j]);
        var step = ((-_signs[i] * _gradient[i]) + (_signs[j] * _gradient[j])) / Curvature(i, j);
        var slackI = _signs[i] > 0 ? _bounds[i] - oldI : oldI;
        var slackJ = _signs[j] > 0 ? oldJ : _bounds[j] - oldJ;
        step = Math.Min(step, Math.Min(slackI, slackJ));
        // A weight that reaches a bound is set to it exactly: one rounding error short of it, it would be moved again and again.
        _alphas[i] = step < slackI ? oldI + (_signs[i] * step) : _signs[i] > 0 ? _bounds[i] : 0;
        _alphas[j] = step < slackJ ? oldJ - (_signs[j] * step) : _signs[j] > 0 ? 0 : _bounds[j];
        var changeI = (_alphas[i] - oldI) * _signs[i];
        var changeJ = (_alphas[j] - oldJ) * _signs[j];
        var rowI = Row(i);
        var rowJ = Row(j);
        foreach (var t in clips)
        {
            _gradient[t] += _signs[t] * ((rowI[t] * changeI) + (rowJ[t] * changeJ));
        }
    }

    private double Offset()
    {
        var (upper, lower, sum, free) = (double.PositiveInfinity, double.NegativeInfinity, 0.0, 0);
        for (var t = 0; t < _signs.Length; t++)
        {
            var value = _signs[t] * _gradient[t];
            if (_alphas[t] > 0 && _alphas[t] < _bounds[t])
            {
                sum += value;
                free++;
            }
            else if (CanRise(t))
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
