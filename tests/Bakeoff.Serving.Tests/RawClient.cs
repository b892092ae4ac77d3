using System.Net.Sockets;
using System.Text;

namespace Bakeoff.Serving.Tests;

/// <summary>A client that says what a polite one would not.</summary>
internal sealed class RawClient : IDisposable
{
    private readonly TcpClient _client = new();
    private readonly NetworkStream _stream;

    public RawClient(Uri address)
    {
        _client.Connect(address.Host, address.Port);
        _client.ReceiveTimeout = 30_000;
        _stream = _client.GetStream();
    }

    public void Send(string text) => _stream.Write(Encoding.ASCII.GetBytes(text));

    public void Send(byte[] bytes) => _stream.Write(bytes);

    public void SendHead(string length) => Send($"POST /predict HTTP/1.1\r\nHost: localhost\r\n{length}\r\n\r\n");

    /// <summary>Everything that comes until the server closes the connection, or until the end of an answer in chunks.</summary>
    public string Receive()
    {
        var text = new StringBuilder();
        var buffer = new byte[4096];
        int read;
        while (!text.ToString().EndsWith("\r\n0\r\n\r\n", StringComparison.Ordinal) && (read = _stream.Read(buffer)) > 0)
        {
            text.Append(Encoding.UTF8.GetString(buffer, 0, read));
        }

        return text.ToString();
    }

    public void Dispose()
    {
        _stream.Dispose();
        _client.Dispose();
    }
}
