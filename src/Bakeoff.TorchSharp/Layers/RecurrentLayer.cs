using TorchSharp;

namespace Bakeoff.TorchSharp.Layers;

/// <summary>LSTM or GRU by libtorch's own modules over packed clips; with recurrent dropout,
/// which they do not have, step by step while training.</summary>
internal sealed class RecurrentLayer : TorchLayer
{
    private readonly RecurrentShape _shape;
    private readonly torch.nn.Module _module;
    private readonly RecurrentDropoutPass _dropoutPass;

    public RecurrentLayer(string name, int features, RecurrentShape shape, TorchParameters parameters)
        : base(shape.Units * shape.Directions)
    {
        _shape = shape;
        _module = shape.IsGru
            ? torch.nn.GRU(
                features,
                shape.Units,
                shape.Levels,
                batchFirst: true,
                bidirectional: shape.IsBidirectional,
                device: parameters.Device)
            : torch.nn.LSTM(
                features,
                shape.Units,
                shape.Levels,
                batchFirst: true,
                bidirectional: shape.IsBidirectional,
                device: parameters.Device);
        parameters.Adopt(name, _module);
        _dropoutPass = new RecurrentDropoutPass(name, shape, parameters);
    }

    public override Rows Forward(Rows input, bool isTraining)
    {
        var (sequence, last) = isTraining && _shape.RecurrentDropout > 0 ? _dropoutPass.Run(input) : RunModule(input);
        return _shape.ReturnsSequences ? new Rows(sequence, input.Lengths) : new Rows(last, Lengths: null);
    }

    public override void Dispose() => _module.Dispose();

    private (torch.Tensor Sequence, torch.Tensor Last) RunModule(Rows input)
    {
        var lengths = torch.tensor([.. input.Lengths!.Select(length => (long)length)]);
        using var packed = torch.nn.utils.rnn.pack_padded_sequence(input.Values, lengths, batch_first: true);
        torch.nn.utils.rnn.PackedSequence output;
        torch.Tensor hidden;
        if (_module is global::TorchSharp.Modules.GRU gru)
        {
            (output, hidden) = gru.call(packed);
        }
        else
        {
            (output, hidden, _) = ((global::TorchSharp.Modules.LSTM)_module).call(packed);
        }

        using (output)
        {
            var (sequence, _) = torch.nn.utils.rnn.pad_packed_sequence(output, batch_first: true, total_length: input.Values.shape[1]);

            // Last states are [levels x directions, B, H]; those of the last level are joined, forward first.
            var last = torch.cat(
                [
                    .. Enumerable
                        .Range(0, _shape.Directions)
                        .Select(direction => hidden[((_shape.Levels - 1) * _shape.Directions) + direction]),
                ],
                1);
            return (sequence, last);
        }
    }
}
