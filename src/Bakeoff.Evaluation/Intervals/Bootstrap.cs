using Bakeoff.Evaluation.Metrics;
using Bakeoff.Numerics;

namespace Bakeoff.Evaluation.Intervals;

/// <summary>Bootstrap of classifications over test clips, or over whole speakers: draws with replacement.</summary>
/// <remarks>Deterministic by seed. Memory: 8 bytes a clip, and 12 more for each system that is resampled.</remarks>
internal sealed class Bootstrap
{
    /// <summary>In place of a predicted class: the system did not test the clip.</summary>
    public const int NotTested = -1;

    private readonly IReadOnlyList<string> _labels;
    private readonly BootstrapUnits _units;

    /// <summary>Creates the bootstrap of a test set.</summary>
    /// <param name="labels">Names of the K classes.</param>
    /// <param name="truth">True class of each clip.</param>
    /// <param name="speakers">Speaker of each clip; empty where unknown.</param>
    public Bootstrap(IReadOnlyList<string> labels, int[] truth, IReadOnlyList<string> speakers)
    {
        _labels = labels;
        _units = new BootstrapUnits(speakers);
        Truth = truth;
    }

    /// <summary>The unit that is drawn.</summary>
    public BootstrapUnit Unit => _units.Unit;

    /// <summary>True class of each clip.</summary>
    public int[] Truth { get; }

    /// <summary>Number of units.</summary>
    public int UnitCount => _units.Count;

    /// <summary>Positions of the clips of a unit.</summary>
    public ReadOnlySpan<int> ClipsOf(int unit) => _units.ClipsOf(unit);

    /// <summary>Computes statistics for every resample.</summary>
    /// <param name="predictions">Predicted classes of one or more systems for the same clips, or <see cref="NotTested"/>; all systems see
    /// the same draws.</param>
    /// <param name="statistics">Functions of the confusion matrices of all systems.</param>
    /// <param name="random">Random stream of the draws.</param>
    /// <returns>Shape [statistics][resamples].</returns>
    public double[][] Resample(int[][] predictions, IReadOnlyList<Func<ConfusionMatrix[], double>> statistics, SeededRandom random)
    {
        var systems = Array.ConvertAll(predictions, predicted => new DrawnCells(this, predicted));
        var matrices = Array.ConvertAll(systems, static system => system.Matrix);
        var values = statistics.Select(static _ => new double[BootstrapUnits.Resamples]).ToArray();
        for (var resample = 0; resample < BootstrapUnits.Resamples; resample++)
        {
            for (var draw = 0; draw < UnitCount; draw++)
            {
                var unit = random.NextInt32(UnitCount);
                foreach (var system in systems)
                {
                    system.Draw(unit);
                }
            }

            Array.ForEach(systems, static system => system.AddToMatrix());
            for (var statistic = 0; statistic < values.Length; statistic++)
            {
                values[statistic][resample] = statistics[statistic](matrices);
            }

            Array.ForEach(systems, static system => system.Clear());
        }

        return values;
    }

    /// <summary>Clips of one system that were drawn, counted by cell of the confusion matrix.</summary>
    private sealed class DrawnCells
    {
        // Cells that occur, and how many clips are drawn in each; with a thousand classes most of the million cells never occur.
        private readonly int[] _cells;
        private readonly int[] _drawn;

        // Units in CSR form: from _starts[unit] on, positions in _cells and numbers of clips.
        private readonly int[] _starts;
        private readonly int[] _positions;
        private readonly int[] _counts;

        public DrawnCells(Bootstrap bootstrap, int[] predicted)
        {
            Matrix = new ConfusionMatrix(bootstrap._labels);
            var (known, ofUnit) = (new Dictionary<int, int>(), new List<int>());
            var (positions, counts) = (new List<int>(bootstrap.UnitCount), new List<int>(bootstrap.UnitCount));
            _starts = new int[bootstrap.UnitCount + 1];
            for (var unit = 0; unit < bootstrap.UnitCount; unit++)
            {
                ofUnit.Clear();
                foreach (var i in bootstrap.ClipsOf(unit))
                {
                    if (predicted[i] != NotTested)
                    {
                        var cell = (bootstrap.Truth[i] * bootstrap._labels.Count) + predicted[i];
                        known.TryAdd(cell, known.Count);
                        ofUnit.Add(known[cell]);
                    }
                }

                ofUnit.Sort();
                foreach (var position in ofUnit)
                {
                    if (positions.Count > _starts[unit] && positions[^1] == position)
                    {
                        counts[^1]++;
                    }
                    else
                    {
                        positions.Add(position);
                        counts.Add(1);
                    }
                }

                _starts[unit + 1] = positions.Count;
            }

            _cells = [.. known.OrderBy(static cell => cell.Value).Select(static cell => cell.Key)];
            _drawn = new int[_cells.Length];
            (_positions, _counts) = ([.. positions], [.. counts]);
        }

        public ConfusionMatrix Matrix { get; }

        public void Draw(int unit)
        {
            for (var i = _starts[unit]; i < _starts[unit + 1]; i++)
            {
                _drawn[_positions[i]] += _counts[i];
            }
        }

        public void AddToMatrix() => Move(sign: 1);

        // Taking the clips away again costs less than a new matrix.
        public void Clear()
        {
            Move(sign: -1);
            Array.Clear(_drawn);
        }

        private void Move(int sign)
        {
            for (var position = 0; position < _cells.Length; position++)
            {
                Matrix.Add(_cells[position], sign * _drawn[position]);
            }
        }
    }
}
