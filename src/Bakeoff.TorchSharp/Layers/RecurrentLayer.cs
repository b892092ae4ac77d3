using TorchSharp;

namespace Bakeoff.TorchSharp.Layers;

/// <summary>LSTM or GRU: stacked levels of one or two directions.</summary>
internal sealed class RecurrentLayer : TorchLayer
{
    private readonly RecurrentShape _shape;
    private readonly RecurrentRun[][] _levels;

    public RecurrentLayer(string name, int features, RecurrentShape shape, TorchParameters parameters)
        : base(shape.Units * shape.Directions)
    {
        _shape = shape;
        _levels =
        [
            .. Enumerable.Range(0, shape.Levels).Select(level => Enumerable.Range(0, shape.Directions)
                .Select(direction => new RecurrentRun(
                    name,
                    FormattableString.Invariant($"_l{level}{(direction == 1 ? "_reverse" : "")}"),
                    level == 0 ? features : Features,
                    shape,
                    parameters))
                .ToArray()),
        ];
    }

    public override Rows Forward(Rows input, TrainingPass? training)
    {
        var rows = input with { Values = input.Zeroed() };
        foreach (var level in _levels)
        {
            var isLast = level == _levels[^1] && !_shape.ReturnsSequences;
            torch.Tensor[] directions = [.. level.Select((run, direction) => RunDirection(run, rows, direction == 1, isLast, training))];
            var joined = directions.Length == 1 ? directions[0] : torch.cat(directions, -1);
            rows = new Rows(joined, isLast ? null : rows.Lengths);
        }

        return rows;
    }

    public override void Dispose()
    {
        foreach (var run in _levels.SelectMany(level => level))
        {
            run.Dispose();
        }
    }

    // The second direction reads each clip backwards; its last state has seen the clip's first frame last.
    private static torch.Tensor RunDirection(RecurrentRun run, Rows input, bool isReverse, bool wantsLast, TrainingPass? training)
    {
        var ordered = isReverse ? input.Reversed() : input;
        var states = ordered with { Values = run.Forward(ordered.Values.transpose(0, 1), training).transpose(0, 1) };
        return wantsLast ? states.Last()
            : isReverse ? states.Reversed().Values
            : states.Values;
    }
}
