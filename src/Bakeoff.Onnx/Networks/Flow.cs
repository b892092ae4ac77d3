namespace Bakeoff.Onnx.Networks;

/// <summary>What flows between two layers in a graph.</summary>
/// <param name="Values">float32 [B, T, F] for frames, [B, F] for clips. Steps behind a clip's last frame hold finite numbers that nothing reads.</param>
/// <param name="Features">F.</param>
/// <param name="Frames">Which steps are frames; null when there is one row a clip.</param>
/// <param name="IsValid">bool [B]: whether the clip fits the network. Its probabilities become NaN otherwise, since a graph cannot refuse.</param>
internal sealed record Flow(string Values, int Features, Frames? Frames, string IsValid)
{
    /// <summary>The frames, where shapes have been checked already.</summary>
    public Frames Steps => Frames ?? throw new InvalidOperationException("The layer needs frames.");
}
