package dev.hark.cli;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What Ctrl-C and other requests to end do. A command that has something to keep is interrupted
 * once and ends by itself; else, and at the second request, the process ends at once.
 *
 * <p>Shutdown hooks are no way to do this: ONNX Runtime has one that closes it while networks still
 * run, which aborts the process. The class for signals is looked up, since it is no part of the
 * Java platform; without it the process ends as Java has it.
 */
final class StopSignal implements AutoCloseable {
  private static final AtomicReference<@Nullable Thread> KEEPER = new AtomicReference<>();

  private StopSignal() {}

  /** Takes over the signals of this process. */
  static void install() {
    for (String name : new String[] {"INT", "TERM"}) {
      try {
        Class<?> signal = Class.forName("sun.misc.Signal");
        Class<?> handler = Class.forName("sun.misc.SignalHandler");
        Object ours =
            Proxy.newProxyInstance(
                StopSignal.class.getClassLoader(),
                new Class<?>[] {handler},
                (_, method, _) -> {
                  if (method.getName().equals("handle")) {
                    stop();
                  }
                  return null;
                });
        signal
            .getMethod("handle", signal, handler)
            .invoke(null, signal.getConstructor(String.class).newInstance(name), ours);
      } catch (ReflectiveOperationException e) {
        if (e instanceof InvocationTargetException) {
          continue; // the signal is not known here, or used by the virtual machine
        }
        return;
      }
    }
  }

  private static void stop() {
    Thread keeper = KEEPER.getAndSet(null);
    if (keeper == null) {
      end();
    } else {
      keeper.interrupt();
    }
  }

  /** Ends the process and what it started, without waiting for anything. */
  static void end() {
    ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
    Runtime.getRuntime().halt(ExitCode.INTERRUPTED);
  }

  /** Has the calling thread interrupted at the first request, until closed. */
  static StopSignal interrupting() {
    KEEPER.set(Thread.currentThread());
    return new StopSignal();
  }

  @Override
  public void close() {
    KEEPER.set(null);
  }
}
