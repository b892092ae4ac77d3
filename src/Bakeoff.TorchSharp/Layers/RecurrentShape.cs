using Bakeoff.Neural.Layers;

namespace Bakeoff.TorchSharp.Layers;

/// <summary>The shared options of LSTM and GRU layers.</summary>
/// <param name="IsGru">True for a GRU, false for an LSTM.</param>
/// <param name="Units">Hidden units per direction.</param>
/// <param name="Levels">Stacked levels.</param>
/// <param name="IsBidirectional">True if a second run reads each clip backwards.</param>
/// <param name="ReturnsSequences">True if the output has a row per frame.</param>
/// <param name="RecurrentDropout">Share of the previous state dropped while training.</param>
internal sealed record RecurrentShape(
    bool IsGru,
    int Units,
    int Levels,
    bool IsBidirectional,
    bool ReturnsSequences,
    double RecurrentDropout)
{
    public int Directions => IsBidirectional ? 2 : 1;

    public static RecurrentShape Of(LstmOptions lstm) =>
        new(IsGru: false, lstm.Units, lstm.Layers, lstm.Bidirectional, lstm.ReturnSequences, lstm.RecurrentDropout);

    public static RecurrentShape Of(GruOptions gru) =>
        new(IsGru: true, gru.Units, gru.Layers, gru.Bidirectional, gru.ReturnSequences, gru.RecurrentDropout);
}
