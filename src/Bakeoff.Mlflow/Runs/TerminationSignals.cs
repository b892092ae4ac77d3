using System.Runtime.InteropServices;

namespace Bakeoff.Mlflow.Runs;

/// <summary>Calls back on Ctrl-C (SIGINT), SIGTERM and SIGHUP, before the signal takes its usual effect.</summary>
internal sealed class TerminationSignals : IDisposable
{
    private readonly PosixSignalRegistration[] _registrations;

    internal TerminationSignals(Action<string> onSignal)
    {
        PosixSignal[] signals = [PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP];
        void Handle(PosixSignalContext context) => onSignal(context.Signal.ToString());
        _registrations = [.. signals.Select(signal => PosixSignalRegistration.Create(signal, Handle))];
    }

    public void Dispose()
    {
        foreach (PosixSignalRegistration registration in _registrations)
        {
            registration.Dispose();
        }
    }
}
