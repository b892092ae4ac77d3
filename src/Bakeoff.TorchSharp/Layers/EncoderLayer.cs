using Bakeoff.Encoders.FineTuning;
using TorchSharp;

namespace Bakeoff.TorchSharp.Layers;

/// <summary>The transformer of a pretrained encoder. Frames beyond a clip's end are zero under the positional convolutions and hidden from
/// attention, so a clip has the states that it has alone.</summary>
internal sealed class EncoderLayer(string name, EncoderOptions options, EncoderForm form, TorchParameters parameters) : TorchLayer(form.Width)
{
    public override Rows Forward(Rows input, TrainingPass? training) =>
        input with { Values = new EncoderPass(name, options, form, parameters, input, training).Run() };
}
