#pragma once

/// How often this program has asked `malloc` for memory so far, in all its threads.
unsigned long allocationsSoFar(void);

/// Gives memory that is free back to the system, so that what is resident is what is used.
void returnFreedMemory(void);
