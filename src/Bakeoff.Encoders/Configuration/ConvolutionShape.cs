namespace Bakeoff.Encoders.Configuration;

/// <summary>Form of one convolution of a front end over samples.</summary>
/// <param name="Inputs">Channels in.</param>
/// <param name="Channels">Channels out.</param>
/// <param name="Kernel">Steps under one window.</param>
/// <param name="Stride">Steps between windows.</param>
internal sealed record ConvolutionShape(int Inputs, int Channels, int Kernel, int Stride)
{
    /// <summary>Windows that fit, possibly none.</summary>
    public long CountOutputs(long steps) => steps < Kernel ? 0 : ((steps - Kernel) / Stride) + 1;
}
